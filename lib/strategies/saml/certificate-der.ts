/**
 * @param der a certificate that was parsed already: `SEQUENCE { toBeSigned, AlgorithmIdentifier, signature }` (RFC 5280,
 * §4.1). Node 20 does not tell how a certificate is signed.
 * @returns the object identifier of its signature algorithm, dotted.
 */
export function signatureAlgorithmOf(der: Buffer): string {
  const toBeSigned = contentOf(der, 0);
  const algorithm = contentOf(der, contentOf(der, toBeSigned.from).to);
  const { from, to } = contentOf(der, algorithm.from);
  return dotted(der.subarray(from, to));
}

/** @returns where the content of the element at an offset begins and ends (X.690, §8.1.3). */
function contentOf(der: Buffer, at: number): { from: number; to: number } {
  const length = der.readUInt8(at + 1);
  if (length < 0x80) return { from: at + 2, to: at + 2 + length };
  const size = length & 0x7f;
  const from = at + 2 + size;
  return { from, to: from + der.readUIntBE(at + 2, size) };
}

/** X.690, §8.19: base 128, the first number holding two. */
function dotted(bytes: Buffer): string {
  const numbers: number[] = [];
  let number = 0;
  for (const byte of bytes) {
    number = number * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      numbers.push(number);
      number = 0;
    }
  }
  const [first = 0, ...rest] = numbers;
  const top = Math.min(Math.floor(first / 40), 2);
  return [top, first - top * 40, ...rest].join(".");
}
