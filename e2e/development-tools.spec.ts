import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, newNumber, test } from "./fixtures";
import { clientOf, startSignIn } from "./support/instances-steps";
import type { RawClient } from "./support/raw-forms";
import { addWallet } from "./support/wallets";

/* What development brings is not in the production build, so no variable of a running server can switch it on. */

const NO_SENDERS = { SMTP_URL: "", TWILIO_ACCOUNT_SID: "", TWILIO_AUTH_TOKEN: "", TWILIO_FROM: "" };
const ENVIRONMENTS: Record<string, string>[] = [
  { NODE_ENV: "development" },
  { NODE_ENV: "test" },
  { NODE_ENV: "" },
  // All that `next dev` sets for its own server.
  { NODE_ENV: "development", __NEXT_DEV_SERVER: "1", NEXT_PRIVATE_WORKER: "1", TURBOPACK: "auto" },
];

/** What of an answer could tell that an address is known: not its time, its nonce, nor its own name, of five letters. */
async function answerAt(visitor: RawClient, name: string) {
  const answer = await visitor.send(`/dev/${name}`);
  const headers = [...answer.headers].filter(([header]) => header !== "date" && header !== "content-security-policy");
  const body = (await answer.text()).replaceAll(name, "name").replaceAll(/nonce[\\":=]+[\w+/=]{24}/g, "");
  return { status: answer.status, headers, body };
}

test("[B01 FW-05 WF-03] whatever a built server is started with, it has nothing of development", async ({
  startInstance,
  server,
  createUser,
  changeSettings,
  page,
  db,
}) => {
  await changeSettings({ phone: { signIn: true } });
  const phone = newNumber();
  const { email } = await createUser({ phone });
  const codes = { "email-code": email, "phone-code": phone };
  const elsewhere = clientOf(server.url);
  await startSignIn(elsewhere, email);
  const offered = await elsewhere.form("/sign-in/verify", "strategy");
  /** @returns the answer to asking for a code. */
  const askFor = async (visitor: RawClient, strategy: keyof typeof codes) => {
    await startSignIn(visitor, codes[strategy]);
    return (await visitor.submit(offered, { strategy })).status;
  };
  expect([await askFor(elsewhere, "email-code"), await askFor(elsewhere, "phone-code")]).toEqual([303, 303]);

  await page.addInitScript(() => {
    const wallets = new Set<string>();
    Object.assign(window, { wallets: () => [...wallets] });
    window.addEventListener("eip6963:announceProvider", (event) =>
      wallets.add((event as CustomEvent<{ info: { name: string } }>).detail.info.name),
    );
  });
  await addWallet(page, "metamask");

  const instances = await Promise.all(ENVIRONMENTS.map((env) => startInstance({ ...NO_SENDERS, ...env })));
  for (const [index, { url }] of instances.entries()) {
    await test.step(JSON.stringify(ENVIRONMENTS[index]), async () => {
      const visitor = clientOf(url);
      const unknown = await answerAt(visitor, "inbax");
      expect(unknown.status).toBe(404);
      expect(await answerAt(visitor, "inbox")).toEqual(unknown);

      const policy = (await visitor.send("/sign-in")).headers.get("content-security-policy");
      expect(policy).toContain("script-src 'self' 'nonce-");
      expect(policy).not.toMatch(/unsafe-eval|ws:/);

      // Without a service that sends, there are no codes; not even for a form of a server that has one.
      expect([await askFor(visitor, "email-code"), await askFor(visitor, "phone-code")]).toEqual([409, 409]);
      expect(await db`SELECT 1 FROM outbox`).toEqual([]);
    });
  }
  await page.goto(`${instances[0]?.url}/sign-in`, { waitUntil: "networkidle" });
  expect(await page.evaluate("wallets()")).toEqual(["MetaMask"]);
});

test.describe("[B01] in the production build", () => {
  const build = fileURLToPath(new URL("../.next/", import.meta.url));
  const files = ["server", "static"].flatMap((part) =>
    readdirSync(build + part, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => `${entry.parentPath}/${entry.name}`),
  );

  test("no address begins with /dev", () => {
    for (const manifest of ["app-path-routes-manifest.json", "server/app-paths-manifest.json"]) {
      const paths = Object.keys(JSON.parse(readFileSync(build + manifest, "utf8")));
      expect(paths).toContain("/healthz/route");
      expect(paths.filter((path) => path.startsWith("/dev"))).toEqual([]);
    }
  });

  test("no file of development was compiled, as the source maps tell", () => {
    interface SourceMap {
      sources?: string[];
      sections?: { map: SourceMap }[];
    }
    const sourcesOf = ({ sources = [], sections = [] }: SourceMap): string[] => [
      ...sources,
      ...sections.flatMap(({ map }) => sourcesOf(map)),
    ];
    const sources = files
      .filter((file) => file.endsWith(".map"))
      .flatMap((file) => sourcesOf(JSON.parse(readFileSync(file, "utf8")) as SourceMap))
      .filter((source) => !source.includes("node_modules"));
    for (const known of ["/lib/messages/email.ts", "/db/client.ts", "/app/layout.tsx", "/app/admin/page.tsx"]) {
      expect([known, sources.some((source) => source.endsWith(known))]).toEqual([known, true]);
    }
    const ofDevelopment =
      /\.dev\.tsx?$|\/(components|app)\/dev\/|\/lib\/(messages\/outbox|users\/seed|connections\/local-provider)\.|\/(scripts|e2e)\/|\/db\/(local|postgres|test)/;
    expect(sources.filter((source) => ofDevelopment.test(source))).toEqual([]);
  });

  test("no word of development is left in the code", () => {
    const words = [
      "/dev/inbox",
      "Inbox (development)",
      "never left your machine",
      "test-wallet",
      "Test wallet",
      "correct-horse-battery",
      "Sample people",
      "local-development-only",
      "Acme (development)",
      "acme.test",
    ];
    const code = files
      .filter((file) => !file.endsWith(".map"))
      .map((file) => readFileSync(file, "utf8"))
      .join("\n");
    expect(code).toContain("eip6963:requestProvider");
    expect(words.filter((word) => code.includes(word))).toEqual([]);
  });
});
