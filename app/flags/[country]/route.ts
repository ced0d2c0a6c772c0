import * as flags from "country-flag-icons/string/3x2";

const drawings = new Map<string, string>(Object.entries(flags));
const A_YEAR = 365 * 24 * 60 * 60;

/** The flag of a country by its ISO 3166-1 alpha-2 code, as a picture that browsers keep. */
export async function GET(_request: Request, { params }: { params: Promise<{ country: string }> }): Promise<Response> {
  const drawing = drawings.get((await params).country);
  if (!drawing) return new Response("There is no such flag.", { status: 404 });
  return new Response(drawing, {
    headers: {
      "content-type": "image/svg+xml",
      "cache-control": `public, max-age=${A_YEAR}, immutable`,
      "content-security-policy": "default-src 'none'",
      "x-content-type-options": "nosniff",
    },
  });
}
