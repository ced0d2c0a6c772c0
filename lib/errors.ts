import { catalogue } from "./error-catalogue";

export type ErrorCode = keyof typeof catalogue;
/** @returns whether it is a code of ours. @param value anything. */
export const isErrorCode = (value: unknown): value is ErrorCode =>
  typeof value === "string" && Object.hasOwn(catalogue, value);

export type ErrorDetails = Record<string, string | number>;

export interface Failure {
  code: ErrorCode;
  details?: ErrorDetails;
  /** Words per form field. */
  fields?: Record<string, string>;
  /** When trying again makes sense. */
  retryAt?: Date;
}
export type Result<T = void> = { ok: true; data: T } | { ok: false; error: Failure };

/** @returns a successful result. */
export function ok(): Result<void>;
export function ok<T>(data: T): Result<T>;
export function ok<T>(data?: T): Result<T | undefined> {
  return { ok: true, data };
}

/** @returns an expected failure as a value. */
export function fail(code: ErrorCode, rest: Omit<Failure, "code"> = {}): { ok: false; error: Failure } {
  return { ok: false, error: { code, ...rest } };
}

/** @returns an expected failure whose words stand beside one field of a form. */
export const failAt = (field: string, code: ErrorCode, details?: ErrorDetails) =>
  fail(code, { details, fields: { [field]: wordsFor({ code, details }) } });

/** @returns the HTTP status an expected failure answers with. */
export const statusOf = (code: ErrorCode): number => catalogue[code][0];

/** @returns the failure in words for people. */
export function wordsFor({ code, details = {} }: Pick<Failure, "code" | "details">): string {
  return catalogue[code][1].replace(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? ""));
}
