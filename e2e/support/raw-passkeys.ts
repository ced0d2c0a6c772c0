import { randomUUID } from "node:crypto";
import { SoftAuthenticator } from "../../lib/security/test-soft-authenticator";
import { type ActionAnswer, callAction } from "./raw-actions";
import type { RawClient } from "./raw-forms";
import { actions } from "./walk-build";

/* Passkeys created over HTTP, without a browser: what its page posts, and what a device answers. */

const PAGE = "/profile/security";
const actionOf = (name: string) => actions.find((action) => action.name === name)?.id ?? `no action ${name}`;

/** Asks for options as somebody signed in, and has a new authenticator answer them. @returns the answer, as JSON. */
export async function preparePasskey(client: RawClient): Promise<string> {
  const { status, text } = await callAction(client, actionOf("startAddPasskeyAction"), PAGE, { id: randomUUID() });
  const [, challenge] = /"challenge":"([\w-]+)"/.exec(text) ?? [];
  const [, id] = /"user":\{"id":"([\w-]+)"/.exec(text) ?? [];
  if (status !== 200 || !challenge || !id) throw new Error(`${client.origin} began no passkey: ${status} ${text}`);
  return JSON.stringify(new SoftAuthenticator().create({ challenge, user: { id } }, { origin: client.origin }));
}

/** Posts what a device answered. */
export const finishPasskey = (client: RawClient, response: string): Promise<ActionAnswer> =>
  callAction(client, actionOf("finishAddPasskeyAction"), PAGE, { response });
