import { test as base, expect } from "./fixtures";
import { counterpart } from "./support/counterparts";
import { openInbox } from "./support/inbox";
import { readFields } from "./support/scan-fields";
import { type Front, startFront } from "./support/scan-front";
import { startPrey } from "./support/scan-prey";
import { coverOf, type Probed, probe, tainted } from "./support/scan-probe";
import { requestOf, type Target } from "./support/scan-request";
import { freeze, type ScannedServer, startScannedServer } from "./support/scan-server";
import { attack, inOrderOfDay, MARK, runSqlmap } from "./support/scan-sqlmap";
import { findTargets } from "./support/scan-targets";
import { cookieFor, gatherScanVisitors, type ScanVisitors } from "./support/scan-visitors";
import { runWapiti, startLure } from "./support/scan-wapiti";

/** `npm run scan` attacks with sqlmap and wapiti, as long as it may (`SCAN_MINUTES`); `SCAN=everything`, each parameter. */
const scanning = process.env.SCAN !== undefined;
const thorough = process.env.SCAN === "everything";
const MINUTES = 60_000;
const BOUND = Number(process.env.SCAN_MINUTES ?? 12) * MINUTES;
/** Of the time there is. The rest is for what either has to find. */
const [OF_SQLMAP, OF_WAPITI, OF_ONE_SLOT] = [0.55 * BOUND, 0.3 * BOUND, 0.1 * BOUND];

// One worker, one server: what the probe finds out is what sqlmap attacks.
base.describe.configure({ mode: "default", timeout: 10 * MINUTES + (scanning ? BOUND : 0) });

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
  sqlmap: async ({}, use) => use(scanner("sqlmap")),
  wapiti: async ({}, use) => use(scanner("wapiti")),
  // biome-ignore-end lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures a function needs.
});

/** @returns where a scanner is; without it, or without being asked to scan, the test is not run. */
function scanner(name: "sqlmap" | "wapiti"): string {
  base.skip(!scanning, "sqlmap and wapiti attack in: npm run scan");
  return counterpart(name);
}

/** Leaves a figure for the report of `npm run test:full`. */
function measured(description: string): void {
  base.info().annotations.push({ type: "measured", description });
  console.log(`  ${description}`);
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
  const slots = inOrderOfDay(thorough ? probed : coverOf(probed));
  const bound = { untilMs: Date.now() + OF_SQLMAP, eachMs: OF_ONE_SLOT };
  const { attacked, left } = await attack(sqlmap, front.origin, tap, slots, bound);
  await front.stop();
  for (const { name, seconds, values } of attacked) console.log(`  ${name}: ${seconds.toFixed(0)} s, ${values} values`);
  const ended = attacked.filter(({ clean }) => clean);
  const [cut, values] = [attacked.length - ended.length, attacked.reduce((sum, one) => sum + one.values, 0)];
  measured(
    `sqlmap: of ${slots.length} parameters ${ended.length} to the end, ${cut} in part, ${left.length} not today (${left.join("; ")}); ${values} payloads in statements`,
  );
  expect.soft(attacked.filter(({ found }) => found)).toEqual([]);
  expect(attacked.length).toBeGreaterThan(0);
  if (!thorough) expect.soft(ended.filter((one) => one.values === 0)).toEqual([]);
  expect.soft(unanswered(front)).toEqual([]);
  expect.soft(tainted(tap)).toEqual([]);
  expect.soft(tap.errors).toEqual([]);
});

test("[WF-07] sqlmap finds what there is to be found", async ({ sqlmap, db }) => {
  const prey = await startPrey(db);
  const request = { method: "GET", path: `/?name=postgres${MARK}`, headers: {} };
  const { clean, suspected, said } = await runSqlmap(sqlmap, prey.origin, request, { suspicion: true });
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
  const { complaints, said } = await runWapiti(wapiti, front.origin, {
    ...{ starts, endpoint: lure.url, thorough },
    seconds: OF_WAPITI / 1000,
  });
  await Promise.all([front.stop(), lure.stop()]);
  const asked = [...front.answers.values()].reduce((sum, times) => sum + times, 0);
  const visited = new Set([...front.answers.keys()].map((answer) => answer.split(" ")[1]?.split("?")[0]));
  const missed = starts.filter((path) => !visited.has(path.split("?")[0]));
  measured(
    `wapiti: ${asked} requests to ${visited.size} paths; of ${starts.length} pages ${missed.length} not reached in time (${missed.join(", ")})`,
  );
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
