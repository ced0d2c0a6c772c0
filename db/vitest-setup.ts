import { inject } from "vitest";

const worker = Number(process.env.VITEST_POOL_ID ?? 1);
Object.assign(process.env, {
  DATABASE_URL: inject("databaseUrls")[(worker - 1) % inject("databaseUrls").length],
  AUTH_SECRET: "a secret of the tests, long enough to be taken",
  APP_URL: "http://localhost:3000",
  // Nobody listens there: no unit test reaches the internet.
  BREACHED_PASSWORDS_URL: "http://127.0.0.1:9",
});
