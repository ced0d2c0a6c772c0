/**
 * Everybody who walks. Half signed in are the pending, who owe a second factor, and the enrolling, who have to set one up.
 * A stale one has proved who they are too long ago for sensitive changes.
 */
export const VISITORS = [
  "anonymous",
  "pending",
  "enrolling",
  "banned",
  "user",
  "stale user",
  "admin",
  "stale admin",
] as const;
export type VisitorName = (typeof VISITORS)[number];

/** The answer to each of them. */
export type Rule<T> = Record<VisitorName, T>;

export const everybody = <T>(answer: T) => Object.fromEntries(VISITORS.map((name) => [name, answer])) as Rule<T>;
export const admins = <T>(answer: T) => ({ admin: answer, "stale admin": answer });
/** Whoever has a session; half of one, or that of a banned person, is none. */
export const signedIn = <T>(answer: T) => ({ user: answer, "stale user": answer, ...admins(answer) });
