import { db } from "@/db/client";
import { grantAdmin } from "@/lib/access/grant-admin";
import { env } from "@/lib/env";

const address = process.argv[2];
if (!address || !env.DATABASE_URL) {
  console.error("Usage: DATABASE_URL=postgres://… npm run admin:grant -- person@example.com");
  process.exit(1);
}
try {
  console.log(await grantAdmin(address));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await db.$client.end({ timeout: 5 });
}
