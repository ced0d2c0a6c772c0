import { test as base, expect } from "./fixtures";
import { openInbox } from "./support/inbox";
import { readFields } from "./support/scan-fields";
import { type Front, startFront } from "./support/scan-front";
import { startPrey } from "./support/scan-prey";
import { coverOf, type Probed, probe, tainted } from "./support/scan-probe";
import { requestOf, type Target } from "./support/scan-request";
import { freeze, type ScannedServer, startScannedServer } from "./support/scan-server";
import { attack, MARK, runSqlmap } from "./support/scan-sqlmap";
import { findTargets } from "./support/scan-targets";
import { cookieFor, gatherScanVisitors, type ScanVisitors } from "./support/scan-visitors";
import { runWapiti, startLure } from "./support/scan-wapiti";

/** `npm run scan` attacks with sqlmap and wapiti, which takes half an hour; `SCAN=everything`, each parameter. */
const scanning = process.env.SCAN !== undefined;
const thorough = process.env.SCAN === "everything";
const MINUTES = 60_000;

// One worker, one server: what the probe finds out is what sqlmap attacks.
base.describe.configure({ mode: "default", timeout: (scanning ? 180 : 10) * MINUTES });

const test = base.extend<
  { sqlmap: string; wapiti: string },
  { scanned: ScannedServer & { targets: Target[]; visitors: ScanVisitors }; probed: Probed[] }
>({
  scanned: [
    async ({ server, identityProvider }, use) => {
      const fields = readFields();
      const scanned = await startScannedServer(server);
      const { url, secret } = scanned.server;
      const visitors = await gatherScanVisitors({ db: scanned.db, url, secret }, await openInbox(server.inboxUrl));
      await freeze(scanned.db);
      await use({ ...scanned, visitors, targets: findTargets(fields, visitors, identityProvider) });
      await scanned.stop();
    },
    { scope: "worker", timeout: 2 * MINUTES },
  ],
  probed: [
    async ({ scanned: { server, tap, targets } }, use) => use(await probe(server.url, tap, targets)),
    { scope: "worker", timeout: 5 * MINUTES },
  ],
  // biome-ignore-start lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures a function needs.
  sqlmap: async ({}, use, { skip }) => use(given("SQLMAP_PATH", skip)),
  wapiti: async ({}, use, { skip }) => use(given("WAPITI_PATH", skip)),
  // biome-ignore-end lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures a function needs.
});

/** @returns where a scanner is; without it, or without being asked to scan, the test is not run. */
function given(variable: "SQLMAP_PATH" | "WAPITI_PATH", skip: (when: boolean, why: string) => void): string {
  const path = process.env[variable] ?? "";
  skip(!scanning || path === "", "Run: npm run scan (it takes the Debian packages sqlmap and wapiti)");
  return path;
}

/** What was answered as it never should be, or as tells a scanner nothing. */
const unanswered = ({ answers }: Front) => [...answers].filter(([answer]) => / (5\d\d|429)$/.test(answer));

const slotsOf = (probed: Probed[]) => probed.map(({ target, slot }) => `${target.name} ${slot}`);

test("[WF-07] whatever is sent, in whatever part of a request, stands in the text of no statement", ({
  scanned: { tap, targets },
  probed,
}) => {
  const reaching = probed.filter(({ reached }) => reached.size > 0);
  console.log(`probed ${probed.length} parts of ${targets.length} requests; ${reaching.length} reach a statement`);
  expect.soft(tainted(tap)).toEqual([]);
  expect.soft(tap.errors).toEqual([]);
  expect.soft(slotsOf(probed.filter(({ statuses }) => statuses.some((status) => status >= 500)))).toEqual([]);
  expect.soft(slotsOf(probed.filter(({ statuses }) => statuses.includes(429)))).toEqual([]);
  // The tap sees what there is to see.
  expect
    .soft(slotsOf(reaching))
    .toEqual(
      expect.arrayContaining([
        "page /admin/users query:q",
        "action app/(auth)/sign-in/actions.ts startSignInAction field:identifier",
        "action app/(app)/profile/actions.ts changeNamesAction field:firstName",
        "a sign-in to its end header:user-agent",
      ]),
    );
});

test("[WF-07] sqlmap at level 3 finds nothing, in at least one parameter for every statement that one reaches", async ({
  sqlmap,
  scanned: { server, tap },
  probed,
}) => {
  const front = await startFront(server.url);
  const attacked = await attack(sqlmap, front.origin, tap, thorough ? probed : coverOf(probed));
  await front.stop();
  for (const { name, seconds, values } of attacked) console.log(`  ${name}: ${seconds.toFixed(0)} s, ${values} values`);
  expect.soft(attacked.filter(({ clean }) => !clean)).toEqual([]);
  if (!thorough) expect.soft(attacked.filter(({ values }) => values === 0)).toEqual([]);
  expect.soft(unanswered(front)).toEqual([]);
  expect.soft(tainted(tap)).toEqual([]);
  expect.soft(tap.errors).toEqual([]);
});

test("[WF-07] sqlmap finds what there is to be found", async ({ sqlmap, db }) => {
  const prey = await startPrey(db);
  const request = { method: "GET", path: `/?name=postgres${MARK}`, headers: {} };
  const { clean, suspected, said } = await runSqlmap(sqlmap, prey.origin, request, "suspicion");
  await prey.stop();
  expect([clean, suspected], said).toEqual([false, true]);
});

test("[WF-07 WF-05 WF-06] wapiti finds nothing on any page, signed in and out", async ({
  wapiti,
  scanned: { server, targets, visitors, tap },
}) => {
  const front = await startFront(server.url, { cookieFor: (path) => cookieFor(path, visitors) });
  const lure = await startLure();
  const starts = targets.filter(({ name }) => name.startsWith("page ")).map((target) => requestOf(target).path);
  const { complaints, said } = await runWapiti(wapiti, front.origin, { starts, endpoint: lure.url, thorough });
  await Promise.all([front.stop(), lure.stop()]);
  const asked = [...front.answers.values()].reduce((sum, times) => sum + times, 0);
  console.log(`wapiti asked ${asked} times`);
  expect.soft(complaints, said).toEqual([]);
  expect.soft(lure.asked).toEqual([]);
  expect.soft(unanswered(front)).toEqual([]);
  expect.soft(tap.errors).toEqual([]);
  // It posts forms of the app that are taken.
  const taken = [...front.answers.keys()].filter((answer) => /^POST .* (200|303)$/.test(answer));
  expect.soft(taken.length).toBeGreaterThan(10);
});

test("[WF-07 WF-05 WF-06] wapiti finds what there is to be found", async ({ wapiti, db }) => {
  const prey = await startPrey(db);
  const { complaints, said } = await runWapiti(wapiti, prey.origin, { endpoint: `${prey.origin}/` });
  await prey.stop();
  const kinds = complaints.map(({ kind }) => kind);
  expect(kinds, said).toEqual(expect.arrayContaining(["SQL Injection", "Cross Site Scripting", "Open Redirect"]));
});
