import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import nextEnv from "@next/env";
import { startLocalPostgres } from "../db/local";
import { migrate } from "../db/migrate";
import { whyNotThisBuild } from "../lib/build";
import { isLoopbackHost } from "../lib/security/outbound-address";
import { authSecret } from "./dev/auth-secret";
import { freePort } from "./dev/free-port";
import { listenOn, startNextDev } from "./dev/next-dev";
import { IDENTITY_PROVIDER_HOST, type IdentityProvider, startIdentityProvider } from "./identity-provider";
import { OIDC_CLIENT } from "./identity-provider/oidc";

/** Away from the app's port, and the same at each start: connections hold its address. */
const IDENTITY_PROVIDER_PORT = 4000;
const OPEN_TO_OTHERS =
  "  Anyone who can reach this app reads every code at /dev/inbox and can sign in as any sample user.\n";

/**
 * `npm run dev [-- -H <address>]`: gives the app what it needs and the environment does not set – a Postgres with sample people, a secret,
 * an address, an identity provider – and runs `next dev` with it.
 */
async function main(): Promise<number> {
  const { hostname, urlHost } = listenOn(process.argv.slice(2));
  const project = fileURLToPath(new URL("..", import.meta.url));
  process.chdir(project);
  const given = { ...process.env };
  nextEnv.loadEnvConfig(project, true);
  const configured = { ...process.env };
  const wrongBuild = whyNotThisBuild({ kind: "development", isDevServer: true, startedAs: configured.NODE_ENV });
  if (wrongBuild) throw new Error(wrongBuild);

  const port = await freePort(Number(configured.PORT || 3000), hostname);
  const local = configured.DATABASE_URL ? undefined : await startLocalPostgres();
  const missing = {
    ...(local && { DATABASE_URL: local.url }),
    ...(!configured.AUTH_SECRET && { AUTH_SECRET: authSecret(path.join(project, ".data")) }),
    ...(!configured.APP_URL && { APP_URL: `http://${urlHost}:${port}` }),
  };
  Object.assign(process.env, missing);
  const databaseUrl = process.env.DATABASE_URL ?? "";
  const appUrl = process.env.APP_URL ?? "";

  // An app that others can reach must not reach into this machine: it would not start.
  const isLocal = isLoopbackHost(new URL(appUrl).hostname) && configured.LOOPBACK_PROVIDERS !== "false";
  const provider = isLocal
    ? await startIdentityProvider({
        port: await freePort(IDENTITY_PROVIDER_PORT, IDENTITY_PROVIDER_HOST),
        appOrigin: new URL(appUrl).origin,
      })
    : undefined;
  const providers = provider && { LOOPBACK_PROVIDERS: "true" };
  Object.assign(process.env, providers);

  await migrate(databaseUrl);
  // Somebody's own database may hold real people.
  const seeded = local ? await (await import("../lib/users/seed")).seed() : [];
  if (local && provider) await connect(provider, seeded.length > 0);
  const note = local ? "data in .data/postgres" : "from DATABASE_URL";
  console.log(banner(appUrl, provider?.origin, databaseUrl, note, seeded));
  if (![hostname, new URL(appUrl).hostname].every(isLoopbackHost)) console.warn(OPEN_TO_OTHERS);

  // Next is not given what the .env files set: it reads them by itself, and again whenever they change.
  const env = { ...given, ...missing, ...providers };
  const exitCode = await runToEnd(startNextDev(project, { hostname, port }, { env, stdio: "inherit" }));
  await provider?.stop();
  await local?.release();
  return exitCode;
}

/** The provider's keys are new with every start, and its address may be. */
async function connect({ origin, saml }: IdentityProvider, isNew: boolean): Promise<void> {
  const { connectLocalProvider } = await import("../lib/connections/local-provider");
  const { entityId, ssoUrl, key } = saml;
  await connectLocalProvider(
    {
      openId: { issuer: `${origin}/oidc`, ...OIDC_CLIENT },
      saml: { entityId, ssoUrl, certificates: [key.certificate] },
    },
    isNew,
  );
}

/** Hands on the signals meant for the whole. @returns the exit code, as a shell gives it. */
async function runToEnd(child: ChildProcess): Promise<number> {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
  const [code, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
  return code ?? 128 + constants.signals[signal ?? "SIGKILL"];
}

function banner(
  appUrl: string,
  identityProvider: string | undefined,
  databaseUrl: string,
  note: string,
  seeded: string[],
): string {
  const { host, pathname } = new URL(databaseUrl);
  const lines = [
    "",
    `App        ${appUrl}`,
    `Dev inbox  ${appUrl}/dev/inbox`,
    `Admin      ${appUrl}/admin`,
    `Database   ${host}${pathname} (${note})`,
    ...(identityProvider
      ? [`Identity   ${identityProvider} (on the sign-in page; by SAML for addresses at acme.test)`]
      : []),
    'Wallet     in every page: "Continue with another wallet" finds it',
    "",
    ...(seeded.length > 0 ? [...seeded, ""] : []),
  ];
  return lines.map((line) => line && `  ${line}`).join("\n");
}

try {
  process.exit(await main());
} catch (error) {
  const { message, cause } = error as Error;
  console.error(`\n${message}\n`, cause ?? "");
  process.exit(1);
}
