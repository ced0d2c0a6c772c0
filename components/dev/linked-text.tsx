const LINK = /(https?:\/\/[^\s<>"]+)/;

/** Plain text as it was sent, with its links clickable. */
export function LinkedText({ text, className }: { text: string; className?: string }) {
  const pieces = text.split(LINK);
  return (
    <p className={`break-words whitespace-pre-wrap ${className ?? ""}`}>
      {pieces.map((piece, index) =>
        LINK.test(piece) ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the pieces never change their order
          <a key={index} className="underline underline-offset-4" href={piece} target="_blank" rel="noreferrer">
            {piece}
          </a>
        ) : (
          piece
        ),
      )}
    </p>
  );
}
