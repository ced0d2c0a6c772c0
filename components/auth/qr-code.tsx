import "server-only";
import { create } from "qrcode";

/** The white margin scanners need, in modules (ISO/IEC 18004). */
const QUIET_ZONE = 4;

/** @returns the dark modules as one SVG path, a bar for each run of them in a row. */
function pathOf(text: string): { path: string; size: number } {
  const { size, data } = create(text, { errorCorrectionLevel: "M" }).modules;
  let path = "";
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const start = x;
      while (x < size && data[y * size + x]) x++;
      if (x > start) path += `M${start + QUIET_ZONE} ${y + QUIET_ZONE}h${x - start}v1h${start - x}z`;
    }
  }
  return { path, size: size + 2 * QUIET_ZONE };
}

/** A text for cameras, drawn on the server. Black on white in the dark too: many cameras can't read the inverse. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { path, size } = pathOf(text);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="aspect-square w-full max-w-48 rounded-xl border"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
