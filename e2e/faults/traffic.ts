import type { Inbox } from "../support/inbox";
import { codeIn } from "../support/inbox";
import { newAddress, newPassword, type Person } from "../support/people";
import type { RawForm } from "../support/raw-forms";
import { type Diary, type Journey, NoAnswer, type WatchedClient } from "./diary";

/** A few people at a site: one of them every 200 ms. */
const NEXT_COMES_AFTER_MS = 200;

export interface Traffic {
  /** Nobody new comes, and everybody there finishes. */
  pause(): Promise<void>;
  resume(): void;
  /** A crowd opens their dashboards. */
  crowd(size: number): void;
}

/** Somebody who has an account, and the browser they are signed in with. */
interface Member {
  person: Person;
  browser: WatchedClient;
  busy: boolean;
}

/** A page that is away. Which words and status may say so, is judged by the diary. */
class Away extends Error {}

/**
 * Sends people through the pages until it is paused: they look at the sign-in page, sign up with a code, sign in by
 * password, change their name, and open their dashboard. What they are told goes into the diary.
 */
export async function startTraffic(diary: Diary, inbox: Inbox): Promise<Traffic> {
  const members: Member[] = [];
  for (const person of diary.people) {
    const browser = diary.client();
    await signIn(diary, browser, person);
    members.push({ person, browser, busy: false });
  }
  const journeys: Record<Journey, () => Promise<void>> = {
    visit: async () => void (await open(diary.client(), "/sign-in", "identifier")),
    look: () => look(next()),
    "sign-up": () => signUp(diary, inbox),
    "sign-in": () => signIn(diary, diary.client(), next().person),
    name: rename,
  };
  const order = Object.keys(journeys) as Journey[];
  const under = new Set<Promise<void>>();
  let turn = 0;
  let timer: NodeJS.Timeout | undefined;

  /** Whoever has waited longest. */
  function next(): Member {
    const [member] = members.splice(0, 1);
    if (!member) throw new Error("Nobody has an account.");
    members.push(member);
    return member;
  }

  /** One name at a time each, so that the order of what they changed is known. */
  async function rename(): Promise<void> {
    const member = next();
    if (member.busy) throw new Away();
    member.busy = true;
    await changeName(diary, member.browser, member.person).finally(() => {
      member.busy = false;
    });
  }

  async function look({ browser }: Member): Promise<void> {
    const answer = await browser.send("/dashboard");
    if (answer.status >= 500) throw new Away();
    const isSignedIn = answer.status === 200 && (await answer.text()).includes("You are signed in");
    if (!isSignedIn) diary.surprises.push(`somebody signed in got ${answer.status} from /dashboard`);
  }

  async function run(journey: Journey): Promise<void> {
    const at = performance.now();
    const well = await journeys[journey]().then(
      () => true,
      (error: Error) => {
        if (!(error instanceof NoAnswer || error instanceof Away)) diary.surprises.push(`${journey}: ${error.message}`);
        return false;
      },
    );
    diary.ended.push({ journey, at, well });
  }

  function go(journey: Journey): void {
    const running = run(journey).finally(() => under.delete(running));
    under.add(running);
  }

  return {
    async pause() {
      clearInterval(timer);
      while (under.size > 0) await Promise.all(under);
    },
    resume() {
      timer = setInterval(() => go(order[turn++ % order.length] as Journey), NEXT_COMES_AFTER_MS);
    },
    crowd(size) {
      for (let index = 0; index < size; index++) go("look");
    },
  };
}

/** @returns the form of a page that has this field. @throws `Away` for a 5xx. */
async function open(client: WatchedClient, path: string, field: string): Promise<RawForm> {
  return client.form(path, field).catch((error: Error) => {
    throw / answered 5\d\d /.test(error.message) ? new Away() : error;
  });
}

const leadsTo = (answer: Response | undefined, path: string) =>
  answer?.status === 303 && answer.headers.get("location") === path;
const orNothing = (answer: Promise<Response>) =>
  answer.catch((error) => {
    if (error instanceof NoAnswer) return undefined;
    throw error;
  });

/** A press that only leads on, and changes nothing anybody is told of. */
async function goOn(diary: Diary, answer: Promise<Response>, path: string): Promise<void> {
  const came = await answer;
  if (came.status >= 500) throw new Away();
  if (leadsTo(came, path)) return;
  diary.surprises.push(`on the way to ${path} came ${came.status} ${came.headers.get("location") ?? ""}`);
  throw new Away();
}

async function signIn(diary: Diary, client: WatchedClient, { email, password }: Person): Promise<void> {
  const identifier = await open(client, "/sign-in", "identifier");
  await goOn(diary, client.submit(identifier, { identifier: email }), "/sign-in/verify");
  const form = await open(client, "/sign-in/verify", "password");
  const at = performance.now();
  const answer = await orNothing(client.submit(form, { password: password ?? "" }));
  const session = client.cookies.get("session");
  const done = diary.note(answer, leadsTo(answer, "/dashboard"), { what: "sign-in", email, at, session });
  if (!done) throw new Away();
}

async function signUp(diary: Diary, inbox: Inbox): Promise<void> {
  const client = diary.client();
  const [email, password] = [newAddress(), newPassword()];
  const begin = await open(client, "/sign-up", "email");
  const at = performance.now();
  const asked = await orNothing(client.submit(begin, { email }));
  if (!diary.note(asked, leadsTo(asked, "/sign-up/verify"), { what: "code", email, at })) throw new Away();
  const code = codeIn(await inbox.waitForMail(email, { about: /^\d{6} / }));
  const form = await open(client, "/sign-up/verify", "code");
  await goOn(diary, client.submit(form, { code }), "/sign-up/continue");
  const last = await open(client, "/sign-up/continue", "password");
  const pressed = performance.now();
  const answer = await orNothing(client.submit(last, { password }));
  const session = client.cookies.get("session");
  const meant = leadsTo(answer, "/dashboard");
  if (!diary.note(answer, meant, { what: "sign-up", email, at: pressed, session })) throw new Away();
}

async function changeName(diary: Diary, client: WatchedClient, { email }: Person): Promise<void> {
  const form = await open(client, "/profile", "firstName");
  const at = performance.now();
  const name = `Name ${diary.answers.length}`;
  const answer = await orNothing(client.submit(form, { firstName: name }));
  if (!diary.note(answer, answer?.status === 200, { what: "name", email, at, name })) throw new Away();
}
