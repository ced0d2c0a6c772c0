import "server-only";
import { db, type Executor } from "@/db/client";
import type { fail, Result } from "@/lib/errors";

/** Thrown inside `transact`: undoes the transaction and becomes its result. */
export class Refused extends Error {
  constructor(readonly refusal: ReturnType<typeof fail>) {
    super(refusal.error.code);
  }
}

/** Runs a transaction that leaves nothing behind when it answers with a failure. */
export async function transact<T>(run: (tx: Executor) => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await db.transaction(async (tx) => {
      const result = await run(tx);
      if (!result.ok) throw new Refused(result);
      return result;
    });
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
}
