import type { TestProject } from "vitest/node";
import { createTestDatabase } from "./test-database";

declare module "vitest" {
  interface ProvidedContext {
    databaseUrls: string[];
  }
}

/** One real, migrated database for each worker. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const databases = await Promise.all(Array.from({ length: project.config.maxWorkers }, () => createTestDatabase()));
  project.provide(
    "databaseUrls",
    databases.map(({ url }) => url),
  );
  return async () => {
    await Promise.all(databases.map(({ drop }) => drop()));
  };
}
