import type { Executor } from "@/db/client";

/** Something to do again and again. */
export interface Job {
  /** Its row in the table: a new name is a new job. */
  name: string;
  /** At /admin: "Delete expired sessions". */
  title: string;
  everyMs: number;
  /**
   * Does a part of the work that takes a second or less, and is called again until all is done. What it writes to `tx` is
   * committed together with the proof that the lease is still held; before the next part, so whoever resumes after a kill
   * goes on from there. It asks no other server: the transaction would wait for it.
   * @returns whether all is done. @throws what counts as a failure of the job.
   */
  step(tx: Executor, now: Date): Promise<boolean>;
}
