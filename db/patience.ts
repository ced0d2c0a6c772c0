import { DatabaseSilent } from "./outage";

/** @param ms how long to wait. @returns the promise's outcome. @throws DatabaseSilent when it has none in time. */
export async function answered<T>(promise: PromiseLike<T>, ms: number): Promise<T> {
  const patience = createPatience(() => ms);
  try {
    return await Promise.race([promise, patience.gone]);
  } finally {
    patience.end();
  }
}

export type Patience = ReturnType<typeof createPatience>;

/** A time limit, for one wait after the other; the first has begun. @param limit milliseconds each may take. */
export function createPatience(limit: () => number) {
  let waits = 0;
  let why: unknown;
  let timer: NodeJS.Timeout | undefined;
  let reject: (why: unknown) => void = () => {};
  const gone = new Promise<never>((_, no) => {
    reject = no;
  });
  gone.catch(() => {});
  const patience = {
    /** Fails when a wait was too long, or with what was lost. */
    gone,
    /** There is nothing more to wait for. @returns what never settles. */
    lose(error: unknown) {
      why ??= error;
      reject(why);
      return new Promise<never>(() => {});
    },
    /** @throws when it is lost already. */
    begin() {
      if (why) throw why;
      waits++;
      clearTimeout(timer);
      const ms = Math.max(0, limit());
      timer = setTimeout(() => void patience.lose(new DatabaseSilent(`no answer within ${Math.round(ms)} ms`)), ms);
    },
    /** One wait is over. @throws when it came too late. */
    rest() {
      if (why) throw why;
      waits--;
      if (waits === 0) clearTimeout(timer);
    },
    end: () => clearTimeout(timer),
  };
  patience.begin();
  return patience;
}
