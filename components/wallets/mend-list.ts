/**
 * RainbowKit draws icons as images without a name, which stands beside each of them: they are left out of what is read
 * aloud. Its dialog is named after a heading that is not there in each of its steps. @returns how to end that.
 */
export function mendList(): () => void {
  const mend = () => {
    for (const icon of document.querySelectorAll("[data-rk] [role=img]:not([aria-label], [aria-hidden])")) {
      icon.setAttribute("aria-hidden", "true");
    }
    for (const dialog of document.querySelectorAll("[data-rk][role=dialog]:not([aria-label])")) {
      dialog.setAttribute("aria-label", "Connect a wallet");
    }
  };
  const observer = new MutationObserver(mend);
  observer.observe(document.body, { childList: true, subtree: true });
  return () => observer.disconnect();
}
