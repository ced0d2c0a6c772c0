import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { IdentityProvider } from "../../scripts/identity-provider";
import type { RawClient } from "./raw-forms";
import type { Fields } from "./scan-fields";
import { type Target, targetOf } from "./scan-request";
import { ownValues, valuesFor } from "./scan-values";
import { type ScanVisitors, visitorOfAction, visitorOfHandler, visitorOfPage } from "./scan-visitors";
import { type Action, actions, handlers, pages, type Route } from "./walk-build";
import { handlerRules } from "./walk-handlers";
import { addressOf } from "./walk-pages";

/* Every request the production build answers, with everything in it that is read. */

/** What handlers read beside the fields of our own forms: names of other people's protocols. */
const PROTOCOL_FIELDS: Record<string, string[]> = {
  "/api/auth/[...nextauth]": ["csrfToken", "callbackUrl", "json", "redirect"],
  "/api/auth/callback/[connection]": [
    "code",
    "state",
    "iss",
    "error",
    "error_description",
    "id_token",
    "session_state",
    "callbackUrl",
  ],
  "/api/auth/saml/[connection]/acs": ["SAMLResponse", "RelayState"],
  "/api/auth/saml/[connection]/finish": ["ticket", "problem", "log"],
};
/** What Auth.js would do, had it been asked to. */
const AUTH_JS = ["providers", "csrf", "signin", "signout", "error", "verify-request", "webauthn-options"];
const MORE_REQUESTS: Record<string, string[]> = {
  "/api/auth/[...nextauth]": AUTH_JS.map((action) => `GET /api/auth/${action}`),
  "/api/auth/callback/[connection]": ["GET /api/auth/callback/github", "POST /api/auth/callback/github"],
};
/** Headers that are read. */
const HEADERS = { "user-agent": "Mozilla/5.0 (X11; Linux x86_64) {}", "x-forwarded-for": "10.20.30.40", referer: "/" };

/** A browser's name for itself: the same one signs in again and again. */
const DEVICE = "A".repeat(43);

type Values = Record<string, string | undefined>;

/**
 * @param fields of every form. @param visitors who sends the requests. @param provider whose metadata an admin may upload.
 * @returns a target for every page, handler and action of the build.
 */
export function findTargets(fields: Map<string, Fields>, visitors: ScanVisitors, provider: IdentityProvider): Target[] {
  const usual = valuesFor(provider);
  const own = ownValues(visitors);
  const query = queryNames();

  /** @returns slots of a kind. @param values the ones that are not the usual. */
  const slotsOf = (kind: string, names: Iterable<string>, values: Values = {}) =>
    Object.fromEntries([...names].map((name) => [`${kind}:${name}`, values[name] || usual[name] || "scan{}"]));

  const seen = new Set<RawClient>();
  /** What a browser brings of itself. It is read in one way everywhere: once is enough for each visitor. */
  const browserSlots = (client: RawClient) => {
    if (seen.has(client)) return {};
    seen.add(client);
    const cookies = ["device", "last-connection", "authjs.callback-url", "authjs.csrf-token", ...client.cookies.keys()];
    return {
      ...slotsOf("cookie", cookies, Object.fromEntries(client.cookies)),
      ...slotsOf("header", Object.keys(HEADERS), HEADERS),
    };
  };

  function pageTarget({ file, route }: Route): Target {
    const client = visitors[visitorOfPage(route)];
    const slots = {
      ...pathSlots(route, addressOf(route, visitors.otherId)),
      ...slotsOf("query", sourceOf(`app${file}.tsx`).includes("searchParams") ? query : []),
      ...browserSlots(client),
    };
    return targetOf({ name: `page ${route}`, path: route, client, slots });
  }

  function handlerTargets({ route }: Route): Target[] {
    return [...Object.keys(handlerRules[route] ?? {}), ...(MORE_REQUESTS[route] ?? [])].map((request) => {
      const [method = "", path = ""] = request.split(" ");
      const client = visitors[visitorOfHandler(route)];
      const protocol = PROTOCOL_FIELDS[route] ?? [];
      const step = path.split("/").at(-1);
      const form = [...fields].find(([name]) => name.startsWith(`app${route}/`) && name.endsWith(` ${step}`))?.[1];
      const slots = {
        ...pathSlots(route, path),
        ...slotsOf("query", method === "GET" ? protocol : []),
        ...slotsOf("field", method === "POST" ? (form?.keys() ?? protocol) : [], {
          ...Object.fromEntries(form ?? []),
          ...valuesOfAction(route),
        }),
        ...browserSlots(client),
      };
      return targetOf({
        name: `handler ${request}`,
        method,
        path: route,
        client,
        slots,
        fieldsAs: form ? "form" : "urlencoded",
      });
    });
  }

  function actionTarget({ id, file, name, pages: usedOn }: Action): Target {
    const form = fields.get(`${file} ${name}`);
    const by = visitorOfAction(file, name);
    const usable = pages.filter((one) => usedOn.includes(one.file));
    const page = usable.find(({ route }) => visitorOfPage(route) === by) ?? usable[0];
    if (!form || !page) throw new Error(`${file} ${name} was not found in the source`);
    return targetOf({
      name: `action ${file} ${name}`,
      method: "POST",
      path: addressOf(page.route, visitors.otherId),
      client: visitors[by],
      headers: { "next-action": id },
      fieldsAs: "action",
      slots: {
        ...slotsOf("field", form.keys(), { ...Object.fromEntries(form), ...valuesOfAction(`${file} ${name}`) }),
        ...browserSlots(visitors[by]),
      },
    });
  }

  const valuesOfAction = (action: string): Values =>
    Object.assign({}, ...own.map(([fits, values]) => (fits.test(action) ? values : {})));

  /** The whole of a sign-in, every time: the browser it is done with is written down in more than one place. */
  function signInTarget(): Target {
    const verify = actions.find(({ name }) => name === "verifyPasswordAction");
    if (!verify) throw new Error("the build has no action that takes a password");
    const { name, headers } = { name: "a sign-in to its end", headers: { "next-action": verify.id } };
    const slots = {
      "field:password": visitors.password,
      "cookie:device": DEVICE,
      ...slotsOf("header", ["user-agent"], HEADERS),
    };
    return targetOf({
      name,
      method: "POST",
      path: "/sign-in/verify",
      client: visitors.begun,
      headers,
      fieldsAs: "action",
      slots,
    });
  }

  return [signInTarget(), ...pages.map(pageTarget), ...handlers.flatMap(handlerTargets), ...actions.map(actionTarget)];
}

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const sourceOf = (file: string) => readFileSync(ROOT + file, "utf8");

/** @returns every name that some page or handler looks for in an address. */
function queryNames(): string[] {
  const sources = ["app", "lib/auth", "lib/users"].flatMap((folder) =>
    (readdirSync(ROOT + folder, { recursive: true }) as string[])
      .filter((file) => /(?<!\.test)\.tsx?$/.test(file))
      .map((file) => sourceOf(`${folder}/${file}`)),
  );
  const found = sources.flatMap((source) =>
    [...source.matchAll(/\b(?:query|searchParams\))\??\.(\w+)|(?:searchParams|answered)\??\.get\("(\w+)"\)/g)].map(
      ([, property, key]) => property ?? key ?? "",
    ),
  );
  // `cursorFrom` reads its two in a loop.
  return [...new Set([...found, "older", "newer"])].sort();
}

/** @returns the variable parts of a route, with what stands there in an address of it. */
function pathSlots(route: string, address: string): Record<string, string> {
  const values = address.split(/[/?]/);
  const parts = route.split("/").map((part) => /^\[(\.\.\.)?(\w+)\]$/.exec(part));
  return Object.fromEntries(
    parts.flatMap((part, index) =>
      part ? [[`path:${part[2]}`, (part[1] ? values.slice(index).join("/") : values[index]) ?? ""]] : [],
    ),
  );
}
