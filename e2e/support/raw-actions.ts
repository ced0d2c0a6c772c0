import type { RawClient } from "./raw-forms";

/** What an action answered. */
export interface ActionAnswer {
  status: number;
  /** Why it refused. */
  code?: string;
  /** Where it redirects to. */
  leadsTo?: string;
  text: string;
}

/**
 * Calls a server action as React does from a page, with a state and a form.
 * @param id what the build calls the action. @param at a page that uses it.
 * @param form its fields; without one, the action gets something that is none.
 */
export async function callAction(
  client: RawClient,
  id: string,
  at: string,
  form?: Record<string, string>,
): Promise<ActionAnswer> {
  const headers = { origin: client.origin, "next-action": id };
  const answer = await client.send(
    at,
    form
      ? { method: "POST", body: encodeReply(form), headers }
      : { method: "POST", body: "[{},[]]", headers: { ...headers, "content-type": "text/plain;charset=UTF-8" } },
  );
  const text = await answer.text();
  const leadsTo = answer.headers.get("x-action-redirect")?.split(";")[0];
  return { status: answer.status, code: /^1:\{"code":"(\w+)"/m.exec(text)?.[1], leadsTo, text };
}

/** React's `encodeReply([{}, form])`. */
function encodeReply(form: Record<string, string>): FormData {
  const body = new FormData();
  for (const [name, value] of Object.entries(form)) body.append(`_1_${name}`, value);
  body.append("0", '[{},"$K1"]');
  return body;
}
