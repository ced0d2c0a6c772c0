/** A mail that is ready to leave: one checked recipient, a subject of one line, the same words twice. */
export interface Email {
  from: string;
  to: string;
  subject: string;
  html: string;
  text: string;
}

/** Hands a mail over. Throws whatever its service throws; gives up when `signal` aborts. */
export type Sender = (email: Email, signal: AbortSignal) => Promise<void>;

/** Keeps holiday responders from answering (RFC 3834). */
export const AUTOMATIC = { "Auto-Submitted": "auto-generated" };
