import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

/** The first version of each that is free of the advisories this product would be hurt by. Raise, never lower. */
const floors: Record<string, string> = {
  next: "16.4.1", // CVE-2026-126187: code execution through server components
  react: "19.3.1",
  "react-dom": "19.3.1",
  "next-auth": "5.0.0-beta.32", // CVE-2026-73421, -73420, -73418
  "@auth/core": "0.41.3",
  "drizzle-orm": "0.45.2", // CVE-2026-39356
  nodemailer: "10.4.1", // CVE-2026-125755
};

const { packages } = JSON.parse(readFileSync(new URL("../package-lock.json", import.meta.url), "utf8")) as {
  packages: Record<string, { version?: string }>;
};

/** @returns whether a version is at least another; pre-releases compare by their number. */
function isAtLeast(version: string, floor: string): boolean {
  const numbers = (text: string) => text.split(/[.-]/).map((part) => Number(part.replace(/\D/g, "") || 0));
  const [have, need] = [numbers(version), numbers(floor)];
  for (let index = 0; index < need.length; index++) {
    if (have[index] !== need[index]) return (have[index] ?? 0) > (need[index] ?? 0);
  }
  return true;
}

describe("[FW-02] no copy of a package below its floor", () => {
  it.each(Object.entries(floors))("%s ≥ %s", (name, floor) => {
    const found = Object.entries(packages).filter(([path]) => path.endsWith(`node_modules/${name}`));
    expect(found.length).toBeGreaterThan(0);
    for (const [path, { version = "0" }] of found)
      expect([path, version, isAtLeast(version, floor)]).toEqual([path, version, true]);
  });

  it("has pinned exactly what is fragile", () => {
    const { dependencies } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
    for (const name of ["next", "react", "react-dom", "next-auth"]) expect(dependencies[name]).toMatch(/^\d/);
  });
});
