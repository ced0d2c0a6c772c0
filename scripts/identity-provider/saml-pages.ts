import type { Person } from "./people";
import { escaped } from "./saml-markup";
import type { SamlRequest } from "./saml-request";

/** Who wants to sign in; the one the app names comes first. */
export function choicePage({ issuer, loginHint, parameters }: SamlRequest, people: Person[]): string {
  const isHinted = ({ email }: Person) => email === loginHint?.toLowerCase();
  const buttons = people
    .toSorted((a, b) => Number(isHinted(b)) - Number(isHinted(a)))
    .map(
      ({ id, email, firstName, lastName }) =>
        `<li><button name="person" value="${escaped(id)}">${escaped(`${firstName} ${lastName}`)} (${escaped(email)})</button></li>`,
    );
  return page(
    "Local identity provider",
    `<p>Choose who signs in to ${escaped(new URL(issuer).origin)}. No password is asked: this is for development.</p>
<form method="get">${hidden(parameters)}<ul>${buttons.join("")}</ul><button name="cancel" value="1">Cancel</button></form>`,
  );
}

/** Brings a response to the service provider (SAML bindings, §3.5.4); by hand without JavaScript. */
export function deliveryPage({ acsUrl, parameters: { RelayState } }: SamlRequest, document: string): string {
  const fields = { SAMLResponse: document, ...(RelayState && { RelayState }) };
  return page(
    "Back to the app",
    `<form method="post" action="${escaped(acsUrl)}">${hidden(fields)}<button>Continue</button></form>
<script>document.forms[0].submit()</script>`,
  );
}

const hidden = (fields: Record<string, string>): string =>
  Object.entries(fields)
    .map(([name, value]) => `<input type="hidden" name="${name}" value="${escaped(value)}">`)
    .join("");

const page = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style>body{font:16px/1.5 system-ui;max-width:32rem;margin:3rem auto;padding:0 1rem}
ul{list-style:none;padding:0}li{margin:.5rem 0}button{font:inherit;padding:.5rem .75rem}</style>
<main><h1>${title}</h1>${body}</main></html>`;
