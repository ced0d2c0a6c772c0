import { create } from "qrcode";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { QrCode } from "./qr-code";

const QUIET_ZONE = 4;
const text = "otpauth://totp/Example:ada%40example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Example";

it("draws every dark module once and nothing else, inside its quiet zone", () => {
  const { size, data } = create(text, { errorCorrectionLevel: "M" }).modules;
  const html = renderToStaticMarkup(<QrCode text={text} label="QR code" />);
  expect(html).toContain(`viewBox="0 0 ${size + 2 * QUIET_ZONE} ${size + 2 * QUIET_ZONE}"`);

  const drawn = [...html.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)].flatMap(([, x, y, width]) =>
    Array.from({ length: Number(width) }, (_, i) => `${Number(x) + i} ${y}`),
  );
  const dark = [...data].flatMap((bit, i) =>
    bit ? [`${(i % size) + QUIET_ZONE} ${Math.floor(i / size) + QUIET_ZONE}`] : [],
  );
  expect(drawn).toEqual(dark);
});
