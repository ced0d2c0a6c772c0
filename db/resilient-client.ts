import type { Sql, TransactionSql } from "postgres";
import { codeOf, DatabaseSilent, isConnectionLost, isOutage } from "./outage";
import { answered, createPatience, type Patience } from "./patience";
import type { Pool } from "./pool";
import { noteOutage, waitAtMost } from "./request-limit";

/** A statement is answered within this time, waiting for its turn included; Postgres' own limit ends a little before. */
const ANSWERS_WITHIN_MS = 5000;

/**
 * One statement at a time on a connection. With more under way postgres.js gives answers to the wrong statement when it
 * has to prepare one anew: somebody would read somebody else's row. It asks this after it has sent a statement.
 */
const takesNoMore = { onexecute: () => false };

interface Held extends Pool {
  /** When the server last said anything. */
  heardAt: number;
  /** Told when the pool is given up: whoever still waits for a connection goes elsewhere. */
  waiting: Set<() => void>;
}
class GoElsewhere extends DatabaseSilent {}
type Statement = [text: string, parameters?: unknown[], options?: { prepare?: boolean }];
/** A statement of postgres.js. Until it has a state it waits for a connection. */
type Query = Promise<unknown> & { values(): Query; cancel(): void; state: object | null };

/**
 * What Drizzle needs of a postgres.js client, over pools that come and go. Each statement and transaction has a time
 * limit. A pool in which a connection broke, or a statement stayed without an answer, is given up with all it holds, and
 * the next statement opens another one: whatever state the old one was in, nothing waits for it.
 * @param open makes a pool.
 */
export function createResilientClient(open: () => Promise<Pool>): Sql {
  const options = { parsers: {}, serializers: {} };
  let live: Held | undefined;
  let opening: Promise<Held> | undefined;
  let troubled = false;

  /** @param ms how long to wait for one, where there is none. */
  async function pool(ms: number): Promise<Held> {
    if (live) return live;
    opening ??= openNext().finally(() => {
      opening = undefined;
    });
    return answered(opening, ms);
  }

  async function openNext(): Promise<Held> {
    const opened = open();
    try {
      const found = await answered(opened, ANSWERS_WITHIN_MS);
      Object.assign(found.sql.options.parsers, options.parsers);
      Object.assign(found.sql.options.serializers, options.serializers);
      if (troubled) console.warn("database: it answers again");
      troubled = false;
      live = { ...found, heardAt: performance.now(), waiting: new Set() };
      return live;
    } catch (error) {
      // It may come after all, when nobody waits for it any more.
      opened.then((late) => late.end()).catch(() => {});
      tell(error);
      throw error;
    }
  }

  /** A line when it begins and one when it ends, not one a statement. */
  function tell(error: unknown): void {
    if (!troubled) console.error(`database: it does not answer (${codeOf(error)})`);
    troubled = true;
  }

  function giveUp(held: Held, error: unknown): void {
    if (live !== held) return;
    live = undefined;
    tell(error);
    for (const goElsewhere of held.waiting) goElsewhere();
    held.end();
  }

  /** Waits for the answer to a statement. @param left milliseconds it has. */
  async function answer(held: Held, query: Query, left: number): Promise<unknown> {
    const sentAt = performance.now();
    const patience = createPatience(() => left);
    const goElsewhere = () => query.state === null && patience.lose(new GoElsewhere());
    held.waiting.add(goElsewhere);
    try {
      const rows = await Promise.race([query, patience.gone]);
      held.heardAt = performance.now();
      return rows;
    } catch (error) {
      const isWaiting = query.state === null;
      // Taken back before the server has heard of it.
      if (isWaiting) query.cancel();
      // Others were answered meanwhile: then it only had no turn.
      const isBusy = isWaiting && held.heardAt > sentAt;
      if (isConnectionLost(error) && !isBusy) giveUp(held, error);
      throw error;
    } finally {
      patience.end();
      held.waiting.delete(goElsewhere);
    }
  }

  async function run([text, parameters, { prepare } = {}]: Statement, asArrays: boolean): Promise<unknown> {
    const until = performance.now() + waitAtMost(ANSWERS_WITHIN_MS);
    const once = async () => {
      const held = await pool(until - performance.now());
      const how = { prepare: prepare && !held.isPooled, ...takesNoMore };
      const query = held.sql.unsafe(text, parameters as never[], how);
      return answer(held, (asArrays ? query.values() : query) as unknown as Query, until - performance.now());
    };
    for (let isFirst = true; ; isFirst = false) {
      try {
        return await once();
      } catch (error) {
        if (error instanceof GoElsewhere) continue;
        // A connection that broke while nobody used it shows with the next statement: what only reads is asked again.
        if (isFirst && isBroken(error) && /^\s*select\b/i.test(text)) continue;
        throw error;
      }
    }
  }

  async function begin<T>(work: (tx: Sql) => Promise<T>): Promise<T> {
    let isBegun = false;
    const once = async () => {
      const held = await pool(waitAtMost(ANSWERS_WITHIN_MS));
      const askedAt = performance.now();
      const patience = createPatience(() => waitAtMost(ANSWERS_WITHIN_MS));
      const transaction = held.sql.begin(async (tx) => {
        // Its turn may come when nobody waits any more: then it is rolled back.
        patience.rest();
        isBegun = true;
        try {
          const result = await work(inTransaction(held, tx, patience));
          patience.begin();
          return result;
        } catch (error) {
          // With a connection that is lost, postgres.js would fall over its own rollback.
          if (isConnectionLost(error)) return patience.lose(error);
          patience.begin();
          throw error;
        }
      });
      transaction.catch(patience.lose);
      const goElsewhere = () => !isBegun && patience.lose(new GoElsewhere());
      held.waiting.add(goElsewhere);
      try {
        return (await Promise.race([transaction, patience.gone])) as T;
      } catch (error) {
        const isBusy = !isBegun && held.heardAt > askedAt;
        if (isConnectionLost(error) && !isBusy) giveUp(held, error);
        throw error;
      } finally {
        patience.end();
        held.waiting.delete(goElsewhere);
      }
    };
    return once().catch((error: unknown) => {
      if (!isBegun && (isBroken(error) || error instanceof GoElsewhere)) return once();
      throw error;
    });
  }

  function inTransaction(held: Held, tx: TransactionSql, patience: Patience): Sql {
    const inside = async ([text, parameters, { prepare } = {}]: Statement, asArrays: boolean) => {
      patience.begin();
      const how = { prepare: prepare && !held.isPooled, ...takesNoMore };
      const query = tx.unsafe(text, parameters as never[], how);
      const rows = await Promise.race([asArrays ? query.values() : query, patience.gone]).finally(patience.rest);
      held.heardAt = performance.now();
      return rows;
    };
    return asSql({
      options,
      unsafe: (...statement: Statement) => lazily((asArrays) => inside(statement, asArrays)),
      savepoint: (work: (inner: Sql) => Promise<unknown>) =>
        tx.savepoint((inner) => work(inTransaction(held, inner, patience))),
    });
  }

  return asSql({
    options,
    unsafe: (...statement: Statement) => lazily((asArrays) => run(statement, asArrays).catch(noted)),
    begin: <T>(work: (tx: Sql) => Promise<T>) => begin(work).catch(noted),
    async end() {
      const held = live ?? (await opening?.catch(() => undefined));
      live = undefined;
      await held?.sql.end({ timeout: 5 });
    },
  });
}

function noted(error: unknown): never {
  if (isOutage(error)) noteOutage();
  throw error;
}

/** Broken, and not only silent: then nobody could know whether a statement is still on its way. */
const isBroken = (error: unknown) => isConnectionLost(error) && !(error instanceof DatabaseSilent);

const asSql = (client: object) => client as unknown as Sql;

/** Drizzle says what shape it wants the rows in before it waits for them. */
const lazily = (run: (asArrays: boolean) => Promise<unknown>) => ({
  // biome-ignore lint/suspicious/noThenProperty: a statement is sent when somebody waits for it, as with postgres.js.
  then: (...handlers: Parameters<Promise<unknown>["then"]>) => run(false).then(...handlers),
  values: () => run(true),
});
