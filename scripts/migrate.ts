import nextEnv from "@next/env";
import { migrate } from "../db/migrate";

/** Applies the committed migrations to DATABASE_URL. Vercel's build runs this before `next build`. */
nextEnv.loadEnvConfig(process.cwd());
const url = process.env.DATABASE_URL;

if (!url) {
  console.error(
    "DATABASE_URL is not set, so there is no database to migrate. Set it to the connection string of your Postgres, " +
      "postgres://user:password@host/database. On Vercel: Storage → create or connect a Postgres, or " +
      "Settings → Environment Variables. Elsewhere your provider (Neon, Supabase, RDS …) shows it as “connection string”.",
  );
  process.exit(1);
}

try {
  await migrate(url);
  console.log("The database has all migrations.");
} catch (error) {
  console.error("The migrations could not be applied to DATABASE_URL:", error);
  process.exit(1);
}
