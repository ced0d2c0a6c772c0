import { isArguments, isCall, isNamedWell } from "./action-call";
import { parseJson } from "./parse-json";
import { BODY_MAX, LONGEST_FORM } from "./request-limits";

/** What React adds to them. */
const HIDDEN_FIELDS = 8;
const NAME_MAX = 100;
/** `serverActions.bodySizeLimit` in next.config.ts; a form may become a little longer when it is written anew. */
const NEXT_MAX = 64 * 1024;

export interface PostedBody {
  /** The header `content-type`. */
  type: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Reads a whole body before Next does: what its decoders would fail at, or be kept busy by, goes no further.
 * @param isAction whether a header names a server action to call.
 * @returns the body to hand on, a form written anew, so that every parser finds the same in it; null for one to refuse.
 */
export async function readPostedBody(body: PostedBody, isAction: boolean): Promise<PostedBody | null> {
  if (/^multipart\/form-data/i.test(body.type)) return rewriteForm(body, isAction);
  const text = Buffer.from(body.bytes).toString();
  const isFine = isAction
    ? isArguments(text)
    : /^application\/x-www-form-urlencoded/i.test(body.type)
      ? text.split("&", MOST + 1).length <= MOST && isShort(new URLSearchParams(text))
      : !/^application\/json/i.test(body.type) || isJson(text);
  return isFine ? body : null;
}

async function rewriteForm({ type, bytes }: PostedBody, isAction: boolean): Promise<PostedBody | null> {
  if (bytes.length > BODY_MAX) return null;
  const form = await new Response(bytes, { headers: { "content-type": type } }).formData().catch(() => null);
  if (!form || !isShort(form) || !(isAction ? isCall(form) : isNamedWell(form))) return null;
  const written = new Response(form);
  const rewritten = {
    type: written.headers.get("content-type") ?? "",
    bytes: new Uint8Array(await written.arrayBuffer()),
  };
  return rewritten.bytes.length > NEXT_MAX ? null : rewritten;
}

const MOST = LONGEST_FORM + HIDDEN_FIELDS;
const isShort = (form: FormData | URLSearchParams): boolean => {
  const names = [...form.keys()];
  return names.length <= MOST && names.every((name) => name.length <= NAME_MAX);
};

function isJson(text: string): boolean {
  try {
    parseJson(text);
    return true;
  } catch {
    return false;
  }
}
