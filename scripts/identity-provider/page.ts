import type { ServerResponse } from "node:http";
import { PEOPLE } from "./people";

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);

/** A page of its own look, so that nobody takes it for one of the app's. */
const page = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 26rem; margin: 4rem auto; padding: 0 1rem; color: #1c1917; background: #fffbeb }
  button { font: inherit; display: block; width: 100%; margin: .5rem 0; padding: .6rem .8rem; text-align: left; color: inherit; background: #fff; border: 1px solid #a8a29e; border-radius: .4rem; cursor: pointer }
  small { display: block; color: #57534e }
</style>
<main>
<h1>${escapeHtml(title)}</h1>
${body}
</main>
</html>
`;

/**
 * The page on which to choose who to be. It posts `person` (an id of `PEOPLE`) or `cancel`.
 * @param action where to. @param fields posted along.
 */
export function choosePerson(response: ServerResponse, action: string, fields: Record<string, string> = {}): void {
  const hidden = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  const buttons = PEOPLE.map(
    ({ id, email, emailVerified, firstName, lastName }) =>
      `<button name="person" value="${escapeHtml(id)}">${escapeHtml(`${firstName} ${lastName}`)}<small>${escapeHtml(email)}${
        emailVerified ? "" : ", not verified"
      }</small></button>`,
  );
  const form = [...hidden, ...buttons, '<button name="cancel" value="yes">Cancel</button>'].join("\n");
  const body = `<p>For development. Who do you want to be?</p>\n<form method="post" action="${escapeHtml(action)}">\n${form}\n</form>`;
  sendPage(response, 200, page("Local identity provider", body));
}

/** @param words plain text. */
export const problemPage = (words: string): string => page("Local identity provider", `<p>${escapeHtml(words)}</p>`);

/** @param words plain text. */
export const sendProblem = (response: ServerResponse, status: number, words: string): void =>
  sendPage(response, status, problemPage(words));

function sendPage(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" }).end(html);
}
