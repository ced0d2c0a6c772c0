import { afterEach, describe, expect, it, vi } from "vitest";
import { env } from "@/lib/env";
import { decrypt, encrypt, isCurrent } from "./encryption";

afterEach(() => void vi.restoreAllMocks());

const flip = (stored: string, index: number) => {
  const [id = "", sealed = ""] = stored.split(".");
  const bytes = Buffer.from(sealed, "base64url");
  bytes[index] = (bytes[index] ?? 0) ^ 1;
  return `${id}.${bytes.toString("base64url")}`;
};

describe("[MF-03] a stored secret", () => {
  it("comes back for whom it belongs to, and for nobody else", () => {
    const stored = encrypt("the seed", "one");
    expect(decrypt(stored, "one")).toBe("the seed");
    expect(() => decrypt(stored, "other")).toThrow();
  });

  it("rests differently each time, under the id of its key, and shows nothing", () => {
    const [one, other] = [encrypt("the seed", "one"), encrypt("the seed", "one")];
    expect(one).not.toBe(other);
    expect(one).toMatch(/^[0-9a-f]{8}\.[A-Za-z0-9_-]{48}$/);
    expect(Buffer.from(one.split(".")[1] ?? "", "base64url").includes("seed")).toBe(false);
  });

  it("opens no more once a single bit of it is another", () => {
    const stored = encrypt("the seed", "one");
    const length = Buffer.from(stored.split(".")[1] ?? "", "base64url").length;
    for (let index = 0; index < length; index++) expect(() => decrypt(flip(stored, index), "one")).toThrow();
  });

  it.each(["", ".", "00000000.AAAA", "nonsense", `${encrypt("x", "one").split(".")[0]}.AAAA`])("is not %j", (stored) =>
    expect(() => decrypt(stored, "one")).toThrow(),
  );

  it("outlives a rotation of AUTH_SECRET while the one before is named, and is then due to move", () => {
    const stored = encrypt("the seed", "one");
    expect(isCurrent(stored)).toBe(true);
    const before = env.AUTH_SECRET;
    const secrets = vi.spyOn(env, "AUTH_SECRET", "get").mockReturnValue("another secret of more than 32 characters");
    expect(() => decrypt(stored, "one")).toThrow(/AUTH_SECRET_PREVIOUS/);
    vi.spyOn(env, "AUTH_SECRET_PREVIOUS", "get").mockReturnValue(before);
    expect(decrypt(stored, "one")).toBe("the seed");
    expect(isCurrent(stored)).toBe(false);
    expect(isCurrent(encrypt("the seed", "one"))).toBe(true);
    secrets.mockRestore();
  });
});
