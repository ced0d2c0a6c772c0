import { randomUUID } from "node:crypto";
import { statusOf } from "../../lib/errors";
import { newNumber } from "./people";
import { callAction } from "./raw-actions";
import type { RawClient } from "./raw-forms";
import { openInnerPage, openPage } from "./raw-pages";
import type { Visit } from "./walk";
import { actionRules, guardRules, LET_IN } from "./walk-actions";
import { type Action, pages, type Route } from "./walk-build";
import { handlerRules } from "./walk-handlers";
import { addressOf, pageRules } from "./walk-pages";
import { everybody } from "./walk-rule";
import type { Visitor } from "./walk-visitors";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const SIGN_OUT = ["POST /api/auth/signout", "app/(auth)/sign-out/actions.ts signOutAction"];

/** As a browser opens it; and without the layouts around it and the middleware before it, which stand guard as well. */
export function pageVisits(visitor: Visitor, page: Route): Visit[] {
  const rule = pageRules[page.route];
  if (!rule) return [];
  const at = addressOf(page.route, visitor.otherId);
  const expected = rule[visitor.name];
  return [
    { visitor, what: at, expected, go: (browser) => openPage(browser, at) },
    {
      visitor,
      what: `${at} by itself`,
      expected,
      pastMiddleware: true,
      go: (browser) => openInnerPage(browser, page, at),
    },
  ];
}

/** With every request it has a rule for, and with every method it has none for. */
export function handlerVisits(visitor: Visitor, { route }: Route): Visit[] {
  const ruled = handlerRules[route] ?? {};
  const methods = Object.keys(ruled).map((request) => request.split(" ")[0] ?? "");
  const [path] = Object.keys(ruled).map((request) => request.split(" ")[1]);
  const refused = METHODS.filter((method) => !methods.includes(method)).map(
    (method) => [`${method} ${path}`, everybody(405)] as const,
  );
  return [...Object.entries(ruled), ...refused].map(([request, rule]) => ({
    visitor,
    what: request,
    expected: rule[visitor.name],
    endsSession: SIGN_OUT.includes(request),
    go: (browser) => ask(browser, request),
  }));
}

async function ask(browser: RawClient, request: string): Promise<{ seen: number; text: string }> {
  const [method = "", path = ""] = request.split(" ");
  const body = method === "POST" && path.startsWith("/api/auth/") ? await authForm(browser) : undefined;
  const answer = await browser.send(path, { method, body, headers: { origin: browser.origin } });
  return { seen: answer.status, text: await answer.text() };
}

/** What Auth.js wants of every form. */
async function authForm(browser: RawClient): Promise<URLSearchParams> {
  const answer = await browser.send("/api/auth/csrf");
  return new URLSearchParams((await answer.json()) as { csrfToken: string });
}

/** Without a form where the guard lets in, which shows that and changes nothing; with a right one where that must not help. */
export function actionVisits(visitor: Visitor, { id, file, name, pages: usedOn }: Action): Visit[] {
  const guard = actionRules[file]?.[name];
  const page = pages.find((one) => usedOn.includes(one.file));
  if (!guard || !page) return [];
  const at = addressOf(page.route, visitor.otherId);
  const code = guardRules[guard][visitor.name];
  const visit = {
    visitor,
    what: `${file} ${name}`,
    expected: { status: statusOf(code), code },
    pastMiddleware: true,
  };
  const call = async (browser: RawClient, form?: Record<string, string>) => {
    const { status, code, text } = await callAction(browser, id, at, form);
    return { seen: { status, code }, text };
  };
  const bare: Visit = { ...visit, what: `${visit.what} without a form`, go: (browser) => call(browser) };
  const filled: Visit = { ...visit, go: (browser) => call(browser, formOf(visitor)) };
  if (code !== LET_IN) return [filled];
  // Whoever is let in on their own account may change it; whoever is let in as anybody must not get into one.
  return guard === "public" ? [bare, unharmed(filled)] : [bare];
}

/** Whatever a public action answers is right, as long as it is an answer. */
function unharmed(visit: Visit): Visit {
  const go: Visit["go"] = async (browser) => {
    const { seen, text } = await visit.go(browser);
    const { status } = seen as { status: number };
    return { seen: status < 500 ? "an answer" : status, text };
  };
  return { ...visit, expected: "an answer", endsSession: SIGN_OUT.includes(visit.what), go };
}

/** A field of every name there is, filled in as the person themselves would. */
const formOf = ({ person }: Visitor): Record<string, string> => ({
  identifier: person.email,
  email: person.email,
  phone: newNumber(),
  username: `walker${Date.now()}`,
  password: person.password ?? "",
  code: "000000",
  strategy: "phone-code",
  flow: "sign-in",
  token: "A".repeat(43),
  id: randomUUID(),
  country: "DE",
  firstName: "Wanda",
  lastName: "Walker",
  redirect_url: "/dashboard",
});
