import { expect, test } from "./fixtures";
import { clientOf, isSignedIn } from "./support/instances-steps";
import { residentMegabytes } from "./support/memory";
import type { Person } from "./support/people";
import { processorTime } from "./support/processor-time";
import type { RawForm } from "./support/raw-forms";

const MINUTES = Number(process.env.SOAK_MINUTES ?? 30);
const EVERY_MS = 50;
const PEOPLE = 300;
const MINUTE_MS = 60_000;
const SAMPLE_MS = 10_000;
/** Memory of a warm server, and of one at the end, in minutes; a shorter run says nothing about growth. */
const WARM = [3, 5] as const;
const LAST = [MINUTES - 2, MINUTES] as const;

const percentile = (sorted: number[], share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
const ascending = (numbers: number[]) => numbers.toSorted((one, other) => one - other);

test(`[OP-05] twenty sign-ins a second for ${MINUTES} minutes: no error, every one within a second, and no more memory`, async ({
  startInstance,
  createUser,
}) => {
  test.setTimeout((MINUTES + 5) * MINUTE_MS);
  const { url, pid } = await startInstance();
  const people: Person[] = [];
  while (people.length < PEOPLE) people.push(...(await Promise.all(Array.from({ length: 10 }, () => createUser()))));

  const [first] = people;
  const visitor = clientOf(url);
  const start = await visitor.form("/sign-in", "identifier");
  await visitor.submit(start, { identifier: first?.email });
  const verify = await visitor.form("/sign-in/verify", "password");

  /** Each from a network of its own, as people are. @returns milliseconds; null when it went wrong in any way. */
  async function signIn({ email, password }: Person, isLooking: boolean): Promise<number | null> {
    const client = clientOf(url);
    const began = performance.now();
    const step = async (form: RawForm, values: Record<string, string>) =>
      (await client.submit(form, values)).headers.get("location");
    if ((await step(start, { identifier: email })) !== "/sign-in/verify") return null;
    if ((await step(verify, { password: password ?? "" })) !== "/dashboard") return null;
    const took = performance.now() - began;
    // One in a second looks at what a session is for.
    return isLooking && !(await isSignedIn(client)) ? null : took;
  }

  const [times, memory]: [number[], { minute: number; megabytes: number }[]] = [[], []];
  let errors = 0;
  const underWay = new Set<Promise<void>>();
  const busyBefore = processorTime(pid);
  const began = Date.now();
  const minute = () => (Date.now() - began) / MINUTE_MS;
  await new Promise<void>((over) => {
    let number = 0;
    // By the clock, not by the last answer: a server that gets slower gets no less to do.
    const timer = setInterval(() => {
      if (minute() >= MINUTES) {
        clearInterval(timer);
        return over();
      }
      for (; number * EVERY_MS < Date.now() - began; number++) {
        const person = people[number % PEOPLE];
        if (!person) continue;
        const one = signIn(person, number % 20 === 0)
          .catch(() => null)
          .then((took) => {
            if (took === null) errors += 1;
            else times.push(took);
            underWay.delete(one);
          });
        underWay.add(one);
      }
      if (Date.now() - began >= memory.length * SAMPLE_MS) {
        memory.push({ minute: minute(), megabytes: residentMegabytes(pid) });
      }
    }, EVERY_MS / 2);
  });
  await Promise.all(underWay);
  const busy = (processorTime(pid) - busyBefore) / times.length;

  const sorted = ascending(times);
  const medianOf = ([from, to]: readonly [number, number]) =>
    percentile(
      ascending(memory.filter((one) => one.minute >= from && one.minute <= to).map((one) => one.megabytes)),
      0.5,
    );
  const [warm, last] = [medianOf(WARM), medianOf(LAST)];
  const isLongEnough = LAST[0] >= WARM[1];
  const figures = [
    `${times.length} sign-ins in ${MINUTES} min, ${errors} errors`,
    `${percentile(sorted, 0.5).toFixed(0)} ms at the median, ${percentile(sorted, 0.99).toFixed(0)} ms at p99, ${busy.toFixed(0)} ms of processor each`,
    isLongEnough
      ? `${warm.toFixed(0)} MB after ${WARM.join(" to ")} min, ${last.toFixed(0)} MB in the last two`
      : "too short to tell how memory grows",
  ];
  test.info().annotations.push({ type: "measured", description: `soak: ${figures.join("; ")}` });
  console.log(`  ${figures.join("\n  ")}`);
  expect.soft(errors).toBe(0);
  expect.soft(times.length).toBeGreaterThan(0.99 * MINUTES * (MINUTE_MS / EVERY_MS));
  expect.soft(percentile(sorted, 0.99)).toBeLessThan(1000);
  if (isLongEnough) expect.soft(last).toBeLessThan(1.1 * warm);
});
