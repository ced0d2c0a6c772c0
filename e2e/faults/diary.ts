import { anyAddress } from "../support/instances-steps";
import type { Person } from "../support/people";
import { RawClient } from "../support/raw-forms";

/** People read an answer within this time, whatever is down (B32). */
export const ANSWERED_WITHIN_MS = 10_000;
/** Whoever has heard nothing by then hears nothing. */
const GIVES_UP_AFTER_MS = 15_000;

/** One request and what came of it. */
export interface Answer {
  asked: string;
  /** When it was sent, by `performance.now()`. */
  at: number;
  tookMs: number;
  /** Undefined when no whole answer came. */
  status?: number;
}

/**
 * What somebody was told. "told": it is done. "unknown": a 5xx, or nothing came – it may be done or not, but never by half.
 */
export type Outcome = "told" | "unknown";
/** What the traffic does, one after the other. */
export type Journey = "visit" | "look" | "sign-up" | "sign-in" | "name";

export interface Event {
  what: "code" | "sign-up" | "sign-in" | "name";
  email: string;
  outcome: Outcome;
  at: number;
  /** The session cookie that came with it. */
  session?: string;
  /** What was to be saved. */
  name?: string;
}

/** Everything the traffic asked, and everything it was told. */
export class Diary {
  readonly answers: Answer[] = [];
  readonly events: Event[] = [];
  /** Journeys that came to their end, well or with a 503, and when each began. */
  readonly ended: { journey: Journey; at: number; well: boolean }[] = [];
  /** What nobody may be told, and what should have come and did not. */
  readonly surprises: string[] = [];

  constructor(
    readonly origin: string,
    /** They have an account from the start. */
    readonly people: Person[],
  ) {}

  client = () => new WatchedClient(this.origin, this.answers);

  /** Notes what a post led to. @returns whether it did what was meant. */
  note(answer: Response | undefined, meant: boolean, event: Omit<Event, "outcome">): boolean {
    const unknown = !answer || answer.status >= 500;
    if (!unknown && !meant) {
      this.surprises.push(`${event.what} ended with ${answer.status} ${answer.headers.get("location") ?? ""}`);
      return false;
    }
    this.events.push({ ...event, outcome: unknown ? "unknown" : "told" });
    return !unknown;
  }

  /** @returns which journeys that began after a moment have ended. */
  endedSince = (moment: number, how: { well: boolean } | undefined = undefined): Set<Journey> =>
    new Set(this.ended.filter((one) => one.at > moment && (!how || one.well)).map(({ journey }) => journey));

  /** @returns answers that came too late, never, or with a status that is neither right nor a 503. */
  broken = (): string[] =>
    this.answers
      .filter(({ status, tookMs }) => !status || (status >= 500 && status !== 503) || tookMs > ANSWERED_WITHIN_MS)
      .map(({ asked, status, tookMs }) => `${asked}: ${status ?? "no answer"} after ${(tookMs / 1000).toFixed(1)} s`);

  /** @returns what was answered with a 503. */
  sorry = (): string[] => this.answers.filter(({ status }) => status === 503).map(({ asked }) => asked);

  /** @returns how often what came of each request, with its longest wait: for whoever reads a failure. */
  summary(): { surprises: string[]; answers: Record<string, string> } {
    const longest = new Map<string, number[]>();
    for (const { asked, status, tookMs } of this.answers) {
      const what = `${asked}: ${status ?? "no answer"}`;
      longest.set(what, [...(longest.get(what) ?? []), tookMs]);
    }
    const answers = [...longest].sort().map(([what, took]): [string, string] => {
      return [what, `${took.length} times, at most ${(Math.max(...took) / 1000).toFixed(1)} s`];
    });
    return { surprises: this.surprises, answers: Object.fromEntries(answers) };
  }
}

/** Nothing, or only a part, came back. */
export class NoAnswer extends Error {}

/** A client that takes answers whole, and writes down how long each took. */
export class WatchedClient extends RawClient {
  constructor(
    origin: string,
    private readonly answers: Answer[],
  ) {
    super(origin, anyAddress());
  }

  /** @throws `NoAnswer`. */
  override async send(...[path, init]: Parameters<RawClient["send"]>): Promise<Response> {
    const at = performance.now();
    const entry: Answer = { asked: `${init?.method ?? "GET"} ${path}`, at, tookMs: 0 };
    try {
      const answer = await super.send(path, { ...init, signal: AbortSignal.timeout(GIVES_UP_AFTER_MS) });
      const body = await answer.arrayBuffer();
      entry.status = answer.status;
      return new Response(body, { status: answer.status, headers: answer.headers });
    } catch (cause) {
      throw new NoAnswer(`${entry.asked} was not answered`, { cause });
    } finally {
      entry.tookMs = performance.now() - at;
      this.answers.push(entry);
    }
  }
}
