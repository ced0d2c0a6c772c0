const ADDRESS_MAX = 254;
/** One unquoted ASCII name, one `@`, one ASCII host: nothing that could be read as a list, a comment or a header. */
const PLAIN_ADDRESS = /^[\w!#$%&'*+/=?^`{|}~.-]+@[a-z0-9.-]+$/i;

/**
 * The last lock before the wire; callers have validated and normalised the address already.
 * @param to the address mail is about to go to (a non-ASCII domain in punycode).
 * @throws for an address that could name anything but one mailbox. The words never repeat it.
 */
export function refuseUnsafeRecipient(to: string): void {
  if (to.length > ADDRESS_MAX || !PLAIN_ADDRESS.test(to))
    throw new Error("This is not one plain email address, so no mail was sent to it.");
}
