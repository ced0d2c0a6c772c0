/** A reference is promised only where one stands in the server's log: `unavailable` is the digest of every outage. */
export function errorWords(digest: string | undefined): { title: string; words: string; reference?: string } {
  if (digest === "unavailable") {
    return {
      title: "We'll be right back",
      words: "This site is having trouble right now. Nothing you saved is lost. Try again in a minute.",
    };
  }
  const fault = "This is our fault, not yours. Try again; if it keeps happening, tell us";
  return {
    title: "Something went wrong",
    words: digest ? `${fault} the reference below.` : `${fault} what you were doing.`,
    reference: digest,
  };
}
