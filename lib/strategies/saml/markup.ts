/* What is refused before any parser sees it (SA-07). */

const MAX_BYTES = 256 * 1024;
const MAX_DEPTH = 64;
/* Above what a member of a thousand groups brings, and low enough that no parser or canonicalisation takes long. */
const MAX_ELEMENTS = 1_200;
const MAX_ATTRIBUTES = 4_000;
const MAX_ATTRIBUTES_OF_ONE = 64;
const DECLARATION = /^<\?xml version=["']1\.0["'](\s+encoding=["']utf-8["'])?(\s+standalone=["'](yes|no)["'])?\s*\?>/i;
const TAG = /<(\/?)([^\s<>"'/=]+)((?:\s+[^\s<>"'/=]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/g;
const VALUE = /"[^"]*"|'[^']*'/g;
/** XML 1.0, §2.2. Postgres could not store the others either. */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** @returns the XML in a `SAMLResponse` field; null unless it is base64 of up to 256 KB in UTF-8. */
export function decodeResponse(encoded: unknown): string | null {
  if (typeof encoded !== "string" || encoded.length > 2 * MAX_BYTES) return null;
  const base64 = encoded.replace(/[\r\n\t ]/g, "");
  if (base64.length % 4 > 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return null;
  const bytes = Buffer.from(base64, "base64");
  if (bytes.length > MAX_BYTES) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/**
 * @returns whether XML is one element that holds elements, attributes and text alone: no document type, entity, comment,
 * CDATA, instruction or inclusion, only characters XML allows, and no more of anything than a real document has. Text
 * that is split by a comment is what libraries disagree about (CVE-2025-29775, CVE-2025-54419).
 */
export function isPlainMarkup(xml: string): boolean {
  const body = xml.replace(DECLARATION, "");
  if (xml.length > MAX_BYTES || /<[!?]|\/XInclude/.test(body) || FORBIDDEN.test(body)) return false;
  return hasAllowedReferences(body) && isWhole(body);
}

function hasAllowedReferences(body: string): boolean {
  for (const [, hex, decimal] of body.matchAll(/&#(?:x([0-9a-f]+)|(\d+));/gi)) {
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
    if (code > 0x10ffff || FORBIDDEN.test(String.fromCodePoint(code))) return false;
  }
  return true;
}

/** The parser mends what does not fit together; two parsers could mend it differently. */
function isWhole(body: string): boolean {
  const open: string[] = [];
  let [elements, attributes, end] = [0, 0, 0];
  for (const { 0: tag, 1: closes, 2: name = "", 3: given = "", 4: isEmpty, index } of body.matchAll(TAG)) {
    const text = body.slice(end, index);
    end = index + tag.length;
    if (text.includes("<") || (open.length === 0 && text.trim() !== "")) return false;
    if (closes) {
      if (open.pop() !== name) return false;
      continue;
    }
    if (open.length === 0 && elements > 0) return false;
    const own = given.match(VALUE)?.length ?? 0;
    elements++;
    attributes += own;
    if (!isEmpty) open.push(name);
    if (open.length > MAX_DEPTH || elements > MAX_ELEMENTS) return false;
    if (own > MAX_ATTRIBUTES_OF_ONE || attributes > MAX_ATTRIBUTES) return false;
  }
  return elements > 0 && open.length === 0 && body.slice(end).trim() === "";
}
