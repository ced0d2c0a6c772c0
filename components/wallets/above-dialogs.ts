/** What RainbowKit draws lies in elements with this attribute, right in the body. */
const LIST = "[data-rk]";
const isInside = (target: EventTarget | null) => target instanceof Element && target.closest(LIST) !== null;

/**
 * A dialog of ours traps the focus and closes when something else is pressed. What happens in the list of wallets above
 * it is none of its business: it stops on the way to the document, where the dialog listens.
 * @param onEscape the key is meant for the list alone.
 * @returns how to end that.
 */
export function listenAbove(onEscape: () => void): () => void {
  const over = new AbortController();
  const { signal } = over;
  const stop = (event: Event) => {
    const { target, relatedTarget } = event as FocusEvent;
    if (isInside(target) || isInside(relatedTarget)) event.stopPropagation();
  };
  for (const kind of ["focusin", "focusout", "pointerdown"]) {
    document.documentElement.addEventListener(kind, stop, { signal });
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    onEscape();
  };
  window.addEventListener("keydown", onKey, { capture: true, signal });
  return () => over.abort();
}
