import { expect, test } from "./fixtures";
import { RawClient } from "./support/raw-forms";

const PAGES = ["/", "/sign-in", "/sign-up", "/reset-password", "/unlock", "/nowhere"];
const PRIVATE = [
  "/dashboard",
  "/profile",
  "/profile/security",
  "/profile/verify",
  "/admin",
  "/admin/authentication",
  "/step-up",
  "/sign-out",
];
/** What only a signed-in person, or an admin, may ever see in an answer. */
const PRIVATE_WORDS =
  /You are signed in|Add an address|Browsers that are signed in|Failed proofs|Wrong codes allowed|Sign out\?/;

test.describe("headers", () => {
  test("[WF-03 WF-04] every answer carries a strict policy with a nonce of its own", async ({
    server,
    clientAddress,
  }) => {
    const client = new RawClient(server.url, clientAddress);
    const nonces = new Set<string>();
    for (const path of [...PAGES, "/dashboard", "/api/auth/session", "/healthz"]) {
      const { headers } = await client.send(path);
      const policy = headers.get("content-security-policy") ?? "";
      const nonce = /script-src 'self' 'nonce-([^']+)' 'strict-dynamic'(;|$)/.exec(policy)?.[1] ?? "";
      expect([path, nonce.length]).toEqual([path, 24]);
      nonces.add(nonce);
      for (const part of ["object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"]) {
        expect(policy).toContain(part);
      }
      expect(policy).not.toMatch(/script-src[^;]*unsafe/);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("referrer-policy")).toMatch(/strict-origin|no-referrer/);
      expect(headers.get("cross-origin-opener-policy")).toMatch(/^same-origin/);
      expect(headers.get("permissions-policy")).toBeTruthy();
      expect(headers.get("x-powered-by")).toBeNull();
      expect(headers.get("access-control-allow-origin")).toBeNull();
      expect([path, headers.get("cache-control")]).toEqual([path, expect.stringContaining("no-store")]);
    }
    expect(nonces.size).toBe(PAGES.length + 3);
  });

  test("[WF-03] every script in a page carries the page's nonce", async ({ server, clientAddress }) => {
    const client = new RawClient(server.url, clientAddress);
    for (const path of PAGES) {
      const answer = await client.send(path);
      const nonce = /'nonce-([^']+)'/.exec(answer.headers.get("content-security-policy") ?? "")?.[1];
      const scripts = [...(await answer.text()).matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
      expect(scripts.length).toBeGreaterThan(0);
      for (const tag of scripts) expect([path, tag]).toEqual([path, expect.stringContaining(`nonce="${nonce}"`)]);
    }
  });

  test("[WF-04] odd methods are refused", async ({ server, clientAddress }) => {
    const client = new RawClient(server.url, clientAddress);
    for (const method of ["PUT", "DELETE", "PATCH"]) {
      for (const path of ["/healthz", "/readyz", "/api/auth/session"]) {
        const { status } = await client.send(path, { method, headers: { origin: server.url } });
        expect([method, path, status]).toEqual([method, path, 405]);
      }
    }
  });
});

test.describe("[WF-01] requests from elsewhere", () => {
  const foreign: [string, Record<string, string | undefined>][] = [
    ["no Origin", { origin: undefined }],
    ["a null Origin", { origin: "null" }],
    ["another site", { origin: "https://evil.test" }],
    ["another scheme", { origin: "https://localhost" }],
    ["an Origin that is none", { origin: "not a url" }],
    ["a sibling", { "sec-fetch-site": "same-site" }],
    ["a cross-site fetch", { "sec-fetch-site": "cross-site" }],
  ];

  test("change nothing: 403 from every form of every page", async ({
    server,
    clientAddress,
    createUser,
    signIn,
    page,
    newBrowser,
    db,
  }) => {
    const admin = await createUser({ role: "admin" });
    const token = await signIn(page, admin);
    const old = await signIn(await newBrowser(), admin, { at: new Date(Date.now() - 3_600_000) });
    const before = await db`SELECT * FROM settings`;
    let posts = 0;
    for (const path of [
      "/sign-in",
      "/sign-up",
      "/reset-password",
      "/step-up",
      "/sign-out",
      "/profile",
      "/profile/security",
      "/admin/authentication",
    ]) {
      const client = new RawClient(server.url, clientAddress);
      if (!["/sign-in", "/sign-up", "/reset-password"].includes(path))
        client.cookies.set("session", path === "/step-up" ? old : token);
      for (const form of await client.forms(path)) {
        for (const [what, headers] of foreign) {
          const sent = Object.fromEntries(
            Object.entries({ origin: server.url, ...headers }).filter(([, value]) => value !== undefined),
          );
          const body = new FormData();
          for (const [name, value] of [...form.hidden, ...form.fields]) body.append(name, value);
          const answer = await client.send(path, { method: "POST", body, headers: sent as Record<string, string> });
          expect([path, what, answer.status]).toEqual([path, what, 403]);
          posts++;
        }
      }
    }
    expect(posts).toBeGreaterThan(100);
    expect(await db`SELECT * FROM settings`).toEqual(before);
    expect(await db`SELECT 1 FROM sessions WHERE user_id = ${admin.id}`).toHaveLength(2);
  });

  test("Auth.js' own posts are refused the same way", async ({ server, clientAddress }) => {
    const client = new RawClient(server.url, clientAddress);
    for (const path of ["/api/auth/signout", "/api/auth/session", "/api/auth/signin/github"]) {
      for (const origin of [undefined, "null", "https://evil.test"]) {
        const answer = await client.send(path, { method: "POST", headers: origin ? { origin } : {} });
        expect([path, origin, answer.status]).toEqual([path, origin, 403]);
      }
    }
  });

  test("[SA-13] a provider's post is only turned into an address of ours, without a cookie", async ({
    server,
    clientAddress,
  }) => {
    const client = new RawClient(server.url, clientAddress);
    const answer = await client.send("/api/auth/callback/github", {
      method: "POST",
      headers: { origin: "https://github.com", "content-type": "application/x-www-form-urlencoded" },
      body: "code=a&state=b",
    });
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe(`${server.url}/api/auth/callback/github?code=a&state=b`);
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  test("[EM-10] Host and its friends change no address", async ({ server, clientAddress, inbox, createUser }) => {
    const person = await createUser();
    const client = new RawClient(server.url, clientAddress);
    const evil = {
      "x-forwarded-host": "evil.test",
      "x-forwarded-proto": "https",
      forwarded: "host=evil.test;proto=https",
      "x-original-host": "evil.test",
    };
    const private_ = await client.send("/dashboard", { headers: evil });
    expect(new URL(private_.headers.get("location") ?? "", server.url).origin).toBe(server.url);
    const form = await client.form("/reset-password", "identifier");
    const answer = await client.submit(form, { identifier: person.email }, evil);
    expect(answer.status).toBe(303);
    expect(new URL(answer.headers.get("location") ?? "", server.url).origin).toBe(server.url);
    const mail = await inbox.waitForMail(person.email);
    expect(mail.html + mail.text).not.toContain("evil.test");
  });
});

test.describe("private pages", () => {
  const probes: Record<string, string>[] = [
    {},
    { "x-middleware-subrequest": "middleware" },
    { "x-middleware-subrequest": Array(5).fill("middleware").join(":") },
    { "x-middleware-subrequest": Array(5).fill("src/middleware").join(":") },
    { rsc: "1" },
    { rsc: "1", "next-router-prefetch": "1" },
    { rsc: "1", "next-router-segment-prefetch": "/_tree" },
    { "x-nextjs-data": "1" },
    { "x-invoke-path": "/" },
    { "x-middleware-rewrite": "/" },
    { "x-matched-path": "/dashboard" },
    { "x-now-route-matches": "1" },
  ];
  const spellings = [
    (path: string) => path,
    (path: string) => `${path}/`,
    (path: string) => `/${path}`,
    (path: string) => path.toUpperCase(),
    (path: string) => path.replace(/(.)$/, (last) => `%${last.charCodeAt(0).toString(16)}`),
    (path: string) => `/x/%2e%2e${path}`,
    (path: string) => `${path}.rsc`,
    (path: string) => `${path}.segments/_tree.segment.rsc`,
    (path: string) => `${path}?_rsc=abc`,
    (path: string) => `${path}?nxtPpath=x&nxtIpath=y`,
    (path: string) => `/_next/data/build${path}.json`,
    (path: string) => `/en${path}`,
  ];

  for (const [who, cookie] of [
    ["nobody", undefined],
    // Past the middleware's hint: only the pages' own guards are left (FW-01).
    ["a made-up cookie", "A".repeat(43)],
  ] as const) {
    test(`[FW-01 FW-03] show nothing to ${who}, however they are asked for`, async ({ server, clientAddress }) => {
      const client = new RawClient(server.url, clientAddress);
      for (const path of PRIVATE) {
        for (const spell of spellings) {
          for (const headers of probes) {
            if (cookie) client.cookies.set("session", cookie);
            const answer = await client.send(spell(path), { headers });
            const body = await answer.text();
            const what = `${spell(path)} ${JSON.stringify(headers)}`;
            expect(body, what).not.toMatch(PRIVATE_WORDS);
            expect(answer.status, what).toBeLessThan(500);
          }
        }
      }
    });
  }

  test("[SE-12] a cookie of any shape is nobody's", async ({ server, clientAddress }) => {
    const client = new RawClient(server.url, clientAddress);
    const values = [
      "",
      " ",
      "null",
      "undefined",
      "%E0%A4%A",
      "%00",
      "%",
      "a".repeat(42),
      "a".repeat(44),
      "a".repeat(8000),
      "é",
      "a;b",
      '"quoted"',
      "{}",
      "[]",
      "..%2f",
      "=",
      "=".repeat(43),
      "a\tb",
      "true",
      "0",
      "-1",
      "eyJhbGciOiJub25lIn0.e30.",
    ];
    const names = [
      "session",
      "__Host-session",
      "session.0",
      "session.1",
      "device",
      "sign-in-attempt",
      "step-up-attempt",
      "authjs.session-token",
    ];
    for (const name of names) {
      for (const value of values) {
        const cookie = [...value].every((char) => char.charCodeAt(0) < 256) ? `${name}=${value}` : `${name}=x`;
        for (const sent of [cookie, `${cookie}; ${cookie}`]) {
          const answer = await client.send("/dashboard", {
            headers: { cookie: sent, authorization: "Bearer %E0%A4%A" },
          });
          expect([name, value.slice(0, 20), answer.status]).toEqual([name, value.slice(0, 20), 307]);
        }
      }
    }
    const { status } = await client.send("/api/auth/session", {
      headers: { cookie: "session=%E0%A4%A", authorization: "Bearer %E0%A4%A" },
    });
    expect(status).toBe(200);
  });

  test("[WF-13] an unknown action is refused and told nothing", async ({ server, clientAddress }) => {
    const client = new RawClient(server.url, clientAddress);
    for (const id of ["0".repeat(42), "x", "../../etc/passwd", "__proto__"]) {
      const answer = await client.send("/sign-in", {
        method: "POST",
        body: "[]",
        headers: { origin: server.url, "next-action": id, "content-type": "text/plain;charset=UTF-8" },
      });
      expect([400, 404, 409], id).toContain(answer.status);
      expect(await answer.text()).not.toMatch(/at Module|node_modules|\.next/);
    }
  });

  test("[DA-05] files of the server are not served", async ({ server, clientAddress }) => {
    const client = new RawClient(server.url, clientAddress);
    const files = [
      "/.env",
      "/.env.local",
      "/.git/config",
      "/.data/auth-secret",
      "/package.json",
      "/db/schema/index.ts",
    ];
    for (const path of [...files, "/_next/../.env", "/..%2f.env", "/%2e%2e/.env", "/.next/BUILD_ID"]) {
      const answer = await client.send(path);
      expect([path, answer.status]).toEqual([path, 404]);
    }
  });

  test("[WF-11] a body beyond the limit is refused", async ({ server, clientAddress }) => {
    const client = new RawClient(server.url, clientAddress);
    const form = await client.form("/sign-in", "identifier");
    const answer = await client.submit(form, { identifier: "x".repeat(200_000) });
    expect(answer.status).toBe(413);
    const unmeasured = new ReadableStream({
      start(stream) {
        stream.enqueue(new Uint8Array(100));
        stream.close();
      },
    });
    const chunked = await client.send("/sign-in", {
      method: "POST",
      body: unmeasured,
      duplex: "half",
      headers: { origin: server.url },
    } as RequestInit & { headers: Record<string, string> });
    expect(chunked.status).toBe(411);
  });
});

test("[WF-05] a journey ends on this origin, whatever it was told", async ({ server, clientAddress, createUser }) => {
  for (const target of [
    "//evil.test",
    "/\\evil.test",
    "https://evil.test",
    "javascript:alert(1)",
    "/%09/evil.test",
    "/dashboard\r\nx: y",
  ]) {
    const person = await createUser();
    const client = new RawClient(server.url, clientAddress);
    const form = await client.form(`/sign-in?redirect_url=${encodeURIComponent(target)}`, "identifier");
    await client.submit(form, { identifier: person.email, redirect_url: target });
    const answer = await client.submit(await client.form("/sign-in/verify", "password"), {
      password: person.password ?? "",
    });
    expect([target, answer.status]).toEqual([target, 303]);
    expect(new URL(answer.headers.get("location") ?? "", server.url).origin).toBe(server.url);
  }
});
