import { sql } from "drizzle-orm";
import { db } from "@/db/client";

export const dynamic = "force-dynamic";
const PATIENCE_MS = 1000;

/** Ready: the database answers within a second; 503 until it does. */
export async function GET(): Promise<Response> {
  const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error("too slow")), PATIENCE_MS).unref());
  return Promise.race([db.execute(sql`SELECT 1`), late]).then(
    () => Response.json({ status: "ready" }),
    () => Response.json({ status: "unavailable", reason: "The database does not answer." }, { status: 503 }),
  );
}
