/**
 * Failures that say: none of what was sent has been looked at. A form keeps all of it, to send it again as it is. Apart
 * from the rest of the catalogue because the browser knows them too: some come without a code, in these words alone.
 */
export const unprocessed = {
  unreachable: [503, "The server could not be reached. Check your connection, then try again."],
  unavailable: [
    503,
    "Something on our side isn't responding. Nothing you entered is lost: wait a moment, then try again.",
  ],
  malformed_request: [400, "This request could not be read. Reload the page and try again."],
  length_required: [411, "This request didn't state its length. Reload the page and try again."],
  body_too_long: [413, "That's too long to send. Shorten it and try again."],
  foreign_origin: [
    403,
    "This request came from another site, so nothing was changed. Open the page here and try again.",
  ],
  recent_auth_required: [403, "Confirm that it is you, then try again."],
  too_many_requests: [429, "That was too often. Wait a moment, then try again."],
} as const satisfies Record<string, readonly [status: number, words: string]>;

/** @returns whether a failure says that nothing of what was sent has been looked at. */
export const isUnprocessed = (code: string | undefined): code is keyof typeof unprocessed =>
  code !== undefined && Object.hasOwn(unprocessed, code);
