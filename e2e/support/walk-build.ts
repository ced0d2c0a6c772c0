import { readFileSync } from "node:fs";

/** A page or a route handler. */
export interface Route {
  /** Where it stands in the app folder: `/(app)/profile/page`. */
  file: string;
  /** The address it answers to, with its variable parts in brackets: `/profile`. */
  route: string;
}

export interface Action {
  /** What a browser calls it by. */
  id: string;
  file: string;
  name: string;
  /** The pages it can be called on, by where they stand. */
  pages: string[];
}

interface ServerReferences {
  node: Record<string, ServerReference>;
  edge: Record<string, ServerReference>;
}
interface ServerReference {
  filename: string;
  exportedName: string;
  workers: Record<string, unknown>;
}

/** What the production build itself says it serves: nothing of it can be forgotten. */
const read = <T>(manifest: string) =>
  JSON.parse(readFileSync(new URL(`../../.next/${manifest}`, import.meta.url), "utf8")) as T;

const routes: Route[] = Object.entries(read<Record<string, string>>("app-path-routes-manifest.json")).map(
  ([file, route]) => ({ file, route }),
);

/** All but Next's own, which show that there is no page. */
export const pages = routes.filter(({ file, route }) => file.endsWith("/page") && !route.startsWith("/_"));
export const handlers = routes.filter(({ file }) => file.endsWith("/route"));

/** What is made when the app is built, and given to everybody. */
export const cacheOfBuild =
  read<Record<"routes" | "dynamicRoutes", Record<string, unknown>>>("prerender-manifest.json");

const { node, edge } = read<ServerReferences>("server/server-reference-manifest.json");
export const actions: Action[] = Object.entries({ ...node, ...edge }).map(([id, reference]) => ({
  id,
  file: reference.filename,
  name: reference.exportedName,
  pages: Object.keys(reference.workers).map((worker) => worker.replace(/^app/, "")),
}));
