import { expect, test } from "./fixtures";
import { everythingOn } from "./support/settings";
import { startWalk } from "./support/walk";
import { actionRules } from "./support/walk-actions";
import { actions, handlers, pages } from "./support/walk-build";
import { handlerRules } from "./support/walk-handlers";
import { pageRules } from "./support/walk-pages";
import { gatherVisitors, type Visitor } from "./support/walk-visitors";
import { actionVisits, handlerVisits, pageVisits } from "./support/walk-visits";

test("[AZ-02] every page, handler and action of the build has its rule, and no rule is of anything else", () => {
  expect.soft(Object.keys(pageRules).sort()).toEqual(pages.map(({ route }) => route).sort());
  expect.soft(pages.filter(({ route }) => route.includes("[") && !pageRules[route]?.at)).toEqual([]);
  expect.soft(Object.keys(handlerRules).sort()).toEqual(handlers.map(({ route }) => route).sort());
  const ruled = Object.entries(actionRules).flatMap(([file, names]) =>
    Object.keys(names).map((name) => `${file} ${name}`),
  );
  expect.soft(ruled.sort()).toEqual(actions.map(({ file, name }) => `${file} ${name}`).sort());
});

test("[B02 AZ-02 SE-04 SE-08 FW-01 FW-04] everybody walks through the whole build, and gets as far as the rules say", async ({
  db,
  server,
  changeSettings,
}) => {
  test.setTimeout(180_000);
  await changeSettings(everythingOn);
  const visitors = await gatherVisitors({ db, url: server.url });
  const started = new Date();
  const walk = startWalk({ db, url: server.url }, visitors);
  const walkAs = async (visitor: Visitor) => {
    for (const page of pages) for (const visit of pageVisits(visitor, page)) await walk.make(visit);
    for (const handler of handlers) for (const visit of handlerVisits(visitor, handler)) await walk.make(visit);
    for (const action of actions) for (const visit of actionVisits(visitor, action)) await walk.make(visit);
  };
  await Promise.all(visitors.map(walkAs));
  const what = `${pages.length} pages, ${handlers.length} handlers, ${actions.length} actions`;
  console.log(`walked ${what} × ${visitors.length} visitors = ${walk.visits} visits`);
  expect.soft(walk.complaints).toEqual([]);
  const people = visitors.map(({ person }) => person.id);
  expect
    .soft(await db`SELECT 1 FROM sessions WHERE created_at >= ${started} AND user_id NOT IN ${db(people)}`)
    .toEqual([]);

  for (const { name, person } of visitors) {
    const denied = await db`SELECT 1 FROM audit_events WHERE type = 'authorisation.denied' AND actor_id = ${person.id}`;
    expect.soft(denied.length > 0, `${name}: written down as turned away`).toBe(name.endsWith("user"));
    const factors = await db`SELECT 1 FROM second_factors WHERE user_id = ${person.id}`;
    expect.soft(factors.length, `${name}: second factors`).toBe(name === "pending" ? 1 : 0);
    const halfway = await db`
      SELECT 1 FROM attempts WHERE user_id = ${person.id} AND awaits IS NOT NULL AND completed_at IS NULL`;
    expect.soft(halfway.length, `${name}: still halfway`).toBe(["pending", "enrolling"].includes(name) ? 1 : 0);
  }
});
