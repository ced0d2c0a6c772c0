import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { say } from "./scan-program";

/** One thing wapiti complains of. */
export interface Complaint {
  kind: string;
  method: string;
  path: string;
  parameter: string;
}

interface Report {
  vulnerabilities: Record<string, Omit<Complaint, "kind">[]>;
  anomalies: Record<string, Omit<Complaint, "kind">[]>;
}

/** What works without the internet. */
const MODULES = ["sql", "xss", "permanentxss", "redirect", "crlf", "xxe", "ssrf"];
/** Hundreds of payloads for each field. */
const MORE_MODULES = ["blindsql", "exec", "file"];
/** The page with all countries of the world has a box for each. */
const FIELDS_MAX = 40;

/**
 * Has wapiti attack a site.
 * @param program where it is. @param options.starts pages it begins at, beside those it finds.
 * @param options.endpoint where whatever is lured into asking for an address of wapiti's would ask.
 * @param options.seconds how long it may take.
 * @returns vulnerabilities and anomalies, and all it said.
 */
export async function runWapiti(
  program: string,
  origin: string,
  options: { starts?: string[]; endpoint: string; thorough?: boolean; seconds?: number },
): Promise<{ complaints: Complaint[]; said: string }> {
  const folder = mkdtempSync(join(tmpdir(), "wapiti-"));
  try {
    const [report, config] = [join(folder, "report.json"), join(folder, "config")];
    mkdirSync(config);
    // A list of what sites are built with, which it would fetch from the internet.
    writeFileSync(join(config, "apps.json"), "{}");
    const modules = [...MODULES, ...(options.thorough ? MORE_MODULES : [])];
    const said = await say(program, [
      ...["-u", `${origin}/`, "--scope", "folder", "-m", modules.join(",")],
      ...(options.starts ?? []).flatMap((path) => ["-s", origin + path]),
      ...["-f", "json", "-o", report, "--no-bugreport", "--flush-session", "-v", "0"],
      ...["--store-session", join(folder, "session"), "--store-config", config, "--endpoint", options.endpoint],
      ...["--max-parameters", `${FIELDS_MAX}`],
      // It looks around for a third of the time; each kind of attack then has its share of the rest.
      ...(options.seconds ? bounded(options.seconds, modules.length) : []),
    ]);
    if (!existsSync(report)) throw new Error(`wapiti wrote no report:\n${said}`);
    const { vulnerabilities, anomalies } = JSON.parse(readFileSync(report, "utf8")) as Report;
    const complaints = [vulnerabilities, anomalies].flatMap((found) =>
      Object.entries(found).flatMap(([kind, all]) =>
        all.map(({ method, path, parameter }): Complaint => ({ kind, method, path, parameter })),
      ),
    );
    return { complaints, said };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const bounded = (seconds: number, modules: number) => [
  ...["--max-scan-time", `${Math.round(seconds / 3)}`],
  ...["--max-attack-time", `${Math.round((seconds * 2) / 3 / modules)}`],
];

/** Where whatever is lured into asking for an address of wapiti's ends up. */
export interface Lure {
  url: string;
  asked: string[];
  stop(): Promise<void>;
}

/** Starts what wapiti otherwise has on the internet. */
export async function startLure(): Promise<Lure> {
  const server = createServer((request, response) => {
    const url = request.url ?? "";
    // Wapiti itself asks what was lured.
    if (!url.startsWith("/get_")) lure.asked.push(url);
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const lure: Lure = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    asked: [],
    async stop() {
      server.close();
      server.closeAllConnections();
    },
  };
  return lure;
}
