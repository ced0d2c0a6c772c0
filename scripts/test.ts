import { parseArgs } from "node:util";
import { writeReport } from "./test/report";
import { runSteps, summarize } from "./test/run-steps";
import { FULL, GATE, type Plan, selectSteps } from "./test/steps";

/*
 * npm test               everything a change can break
 * npm run test:full      the long ones as well, with a report in docs/reports
 * Either with --only=names or --skip=names.
 */
const { values } = parseArgs({
  options: { full: { type: "boolean" }, only: { type: "string" }, skip: { type: "string" } },
});

function chosenPlan(): Plan {
  try {
    return selectSteps(values.full ? FULL : GATE, { only: values.only?.split(","), skip: values.skip?.split(",") });
  } catch (error) {
    console.error((error as Error).message);
    process.exit(1);
  }
}

const plan = chosenPlan();
// After every step: a run of hours that is broken off has told what it found.
const tallies = await runSteps(plan, async (soFar) => {
  if (values.full) console.log(`\nThe report is ${await writeReport(soFar, FULL.flat())}`);
});
summarize(tallies);
