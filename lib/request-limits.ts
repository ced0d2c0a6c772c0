import type { ErrorCode } from "./errors";
import { machineCallerOf } from "./machine-callers";

/* What a request may say of itself before anybody reads it: beyond, its work would outgrow what was sent. */

/** The longest form of ours, every country ticked, is 28 KB; Next's own limit, which answers 500, lies above it. */
export const BODY_MAX = 48 * 1024;
/** Fields of the longest form, every country ticked; `fromForm` holds all others to less. */
export const LONGEST_FORM = 320;
/** More than any address of ours has; Next's work grows with their square. */
const PARAMETERS_MAX = 64;
/** As many as a browser keeps for one site; Next's work grows with their square. */
const COOKIES_MAX = 180;
const BODILESS = ["GET", "HEAD", "OPTIONS", "TRACE"];

export interface RequestHead {
  method: string;
  pathname: string;
  /** What stands behind the question mark. */
  query: string;
  header(name: string): string | null | undefined;
}

/** @returns why the request is refused by its head alone, before its body has come; undefined for one that is read. */
export function refusalOfHead(head: RequestHead): ErrorCode | undefined {
  const { method, query, header } = head;
  const length = header("content-length") ?? null;
  if (length === null && (header("transfer-encoding") ?? null) !== null) return "length_required";
  const most = BODILESS.includes(method) ? 0 : (machineCallerOf(head)?.bodyMax ?? BODY_MAX);
  if (length !== null && !/^\d+$/.test(length)) return "malformed_request";
  if (Number(length) > most) return "body_too_long";
  const isLong = count(query, "&") > PARAMETERS_MAX || count(header("cookie") ?? "", ";") > COOKIES_MAX;
  return isLong ? "malformed_request" : undefined;
}

const count = (text: string, separator: string) => text.split(separator).length;
