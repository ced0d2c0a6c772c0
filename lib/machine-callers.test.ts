import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { NextRequest } from "next/server";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { handlerRules } from "@/e2e/support/walk-handlers";
import { middleware } from "@/middleware";
import { machineCallerOf, machineCallers } from "./machine-callers";
import { BODY_MAX, refusalOfHead } from "./request-limits";

/** Next's own, outside of a request: the headers of the one we make, and no cookies to be read. */
const received = vi.hoisted(() => ({ headers: new Headers() }));
vi.mock("next/headers", () => ({
  headers: async () => received.headers,
  cookies: async () => {
    throw new Error("Cookies were read.");
  },
}));

const APP = fileURLToPath(new URL("../app/", import.meta.url));
const OURS = "http://localhost:3000";
const FOREIGN = "https://evil.test";
const MUTATING = ["POST", "PUT", "PATCH", "DELETE"];

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;
interface Route {
  /** In brackets what varies: `/api/step-up/[step]`. */
  route: string;
  handlers: Record<string, Handler>;
}

let routes: Route[];
beforeAll(async () => {
  const files = (readdirSync(APP, { recursive: true }) as string[]).filter((file) =>
    /(^|[\\/])route\.tsx?$/.test(file),
  );
  routes = await Promise.all(
    files.map(async (file) => ({
      route: `/${file.replaceAll("\\", "/").replace(/\/route\.tsx?$/, "")}`,
      handlers: (await import(`${APP}${file}`)) as Record<string, Handler>,
    })),
  );
}, 60_000);

/** The requests a route is known to take, as the walk through the whole build makes them. */
const requestsOf = ({ route }: Route) =>
  Object.keys(handlerRules[route] ?? {}).map((request) => {
    const [method = "", address = ""] = request.split(" ");
    const pathname = address.split("?")[0] ?? "";
    const names = route.split("/");
    const params = Object.fromEntries(
      pathname.split("/").flatMap((value, at) => (names[at]?.startsWith("[") ? [[names[at].slice(1, -1), value]] : [])),
    );
    return { method, pathname, params };
  });

const init = (method: string, headers: Record<string, string>) =>
  method === "GET"
    ? { headers }
    : {
        method,
        headers: { "content-type": "application/x-www-form-urlencoded", "content-length": "3", ...headers },
        body: "a=b",
      };
/** Past the middleware. A plain request has no `cookies` to be read. */
function ask(
  { handlers }: Route,
  { method, pathname, params }: ReturnType<typeof requestsOf>[number],
  isPlain = false,
) {
  const plain = new Request(OURS + pathname, init(method, { origin: FOREIGN, cookie: "session=x" }));
  received.headers = plain.headers;
  return handlers[method]?.(isPlain ? plain : new NextRequest(plain), { params: Promise.resolve(params) });
}
const throughMiddleware = (method: string, pathname: string, origin?: string) =>
  middleware(new NextRequest(OURS + pathname, init(method, origin ? { origin } : {}))).status;

describe("[WF-01] what is no machine caller", () => {
  it("is refused with a foreign Origin by the middleware and, once more, by each handler that changes something", async () => {
    const looked: string[] = [];
    for (const route of routes) {
      const known = requestsOf(route);
      const changing = MUTATING.filter((method) => route.handlers[method]);
      expect(
        known.map(({ method }) => method),
        route.route,
      ).toEqual(expect.arrayContaining(changing));
      for (const request of known.filter(({ method }) => MUTATING.includes(method))) {
        if (machineCallerOf(request)) continue;
        const what = `${request.method} ${request.pathname}`;
        for (const origin of [FOREIGN, "null", undefined]) {
          expect(throughMiddleware(request.method, request.pathname, origin), what).toBe(403);
        }
        expect((await ask(route, request))?.status, what).toBe(403);
        looked.push(route.route);
      }
    }
    expect(new Set(looked).size).toBeGreaterThan(3);
  });

  it.each([
    ["POST", "/sign-in"],
    ["POST", "/unlock"],
    ["POST", "/api/cron"],
    ["PUT", "/api/auth/saml/one/acs"],
    ["POST", "/api/auth/saml/one/acs/more"],
    ["POST", "/x/api/auth/saml/one/acs"],
    ["POST", "/api/auth/callback/one/two"],
    ["POST", "/api/auth/callback"],
  ])("is %s %s: refused by its Origin, and above the small limit", (method, pathname) => {
    expect(throughMiddleware(method, pathname, FOREIGN)).toBe(403);
    expect(throughMiddleware(method, pathname, OURS)).toBe(200);
    expect(limitOf(method, pathname)).toBe(BODY_MAX);
  });
});

describe("a machine caller", () => {
  it("has a handler, and the middleware lets it come from anywhere", () => {
    const requests = routes.flatMap((route) => requestsOf(route));
    for (const caller of Object.values(machineCallers)) {
      const own = requests.filter((request) => machineCallerOf(request) === caller);
      expect([...new Set(own.map(({ method }) => method))], caller.path.source).toEqual([...caller.methods]);
      for (const { method, pathname } of own) {
        expect(throughMiddleware(method, pathname, FOREIGN)).toBe(200);
        expect(limitOf(method, pathname)).toBe(caller.bodyMax);
      }
    }
  });

  it("is answered without its cookies: a provider's by a way to our own site, a bearer's by 401 without the secret", async () => {
    const status = { "provider-answer": 303, bearer: 401 };
    for (const route of routes) {
      for (const request of requestsOf(route)) {
        const caller = machineCallerOf(request);
        if (!caller) continue;
        const answer = await ask(route, request, true);
        expect(answer?.status, request.pathname).toBe(status[caller.proof]);
        expect(answer?.headers.getSetCookie()).toEqual([]);
        const next = answer?.headers.get("location");
        expect(next ? new URL(next).origin : null).toBe(caller.proof === "bearer" ? null : OURS);
      }
    }
  });
});

/** @returns the longest body that is let in. */
function limitOf(method: string, pathname: string): number {
  const isIn = (length: number) =>
    refusalOfHead({
      method,
      pathname,
      query: "",
      header: (name) => (name === "content-length" ? `${length}` : null),
    }) === undefined;
  const limits = [0, BODY_MAX, ...Object.values(machineCallers).map(({ bodyMax }) => bodyMax)];
  return Math.max(...limits.filter((limit) => isIn(limit) && !isIn(limit + 1)));
}
