import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hasWayIn } from "@/lib/users/ways-in";
import { conflictsIn, givesWay } from "./conflicts";
import { inForce } from "./in-force";
import { defaultSettings, type Section, type Settings, sections, settingsSchema } from "./schema";
import type { Setting } from "./setting";
import { WALLET_APPS } from "./wallet";

type Values = Record<Section, Record<string, unknown>>;
const leaves = sections.flatMap((section) =>
  Object.entries(settingsSchema.shape[section].shape as Record<string, Setting>).map(([field, setting]) => ({
    section,
    field,
    path: `${section}.${field}`,
    setting,
    parses: (value: unknown) => setting.unwrap().safeParse(value).success,
  })),
);
type Leaf = (typeof leaves)[number];

const ADDRESSES = ["0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359"];
const acme = { enabled: true, use: "sign-in", name: "Acme", issuer: "https://issuer.test", clientId: "client" };
const connection = { ...acme, clientSecret: "encrypted", trustsEmail: true };
const CONNECTIONS = [{}, { acme: connection }, { acme: connection, google: { ...connection, enabled: false } }];
const candidates = [
  ...[true, false, "off", "optional", "required", "code", "link", "password", "strict", "bulk"],
  ...[...Array(1500).keys(), 5000, 1_000_000, "US", "DE", "A name", "https://example.org"],
  ...[[], ["DE"], ["CA", "US"], [1], [8453, 1], ADDRESSES, ...CONNECTIONS],
];

/** Any value a setting may have, of those above. */
const anyValue = (leaf: Leaf) => fc.constantFrom(...candidates.filter(leaf.parses));
/** Anything JSON can hold that is no value of the setting. */
const noValue = (leaf: Leaf) =>
  fc
    .oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom(null, "no", "", 1, -1, [], {}, [null], { __proto__: null }))
    .filter((value) => !leaf.parses(value))
    .map((value) => JSON.parse(JSON.stringify(value)) as unknown);

const valuesOf = (parts: unknown[]): Values => {
  const values = Object.fromEntries(sections.map((section) => [section, {}])) as Values;
  for (const [index, { section, field }] of leaves.entries()) values[section][field] = parts[index];
  return values;
};
const merge = (settings: Settings, change: object): Settings =>
  Object.fromEntries(
    sections.map((name) => [name, { ...settings[name], ...(change as Partial<Values>)[name] }]),
  ) as Settings;
const conflicting = (settings: Settings) => sections.flatMap((name) => Object.keys(conflictsIn(settings, name)));

/** Settings an admin could have saved: any values that don't contradict each other. */
const anySettings = fc.tuple(...leaves.map(anyValue)).map((parts) => {
  let settings = valuesOf(parts) as unknown as Settings;
  for (let change = givesWay(settings, {}); change; change = givesWay(settings, {})) settings = merge(settings, change);
  return settings;
});
const defaults = fc.constant(defaultSettings);
/** Some settings and what is stored in their place. */
const anyBreaks = fc
  .subarray(leaves)
  .chain((broken) => fc.tuple(...broken.map((leaf) => noValue(leaf).map((value) => ({ leaf, value })))));

function store(settings: Settings, breaks: { leaf: Leaf; value: unknown }[]) {
  const stored = structuredClone(settings) as unknown as Values;
  for (const { leaf, value } of breaks) stored[leaf.section][leaf.field] = value;
  return sections.map((section) => ({ section, value: stored[section] }));
}

/** What may give way, and how: it shuts nobody out, and lets nobody in by less than what an admin has allowed. */
function mayGiveWay(path: string, to: unknown, broken: Set<string>): boolean {
  const [section = "", field = ""] = path.split(".");
  const isWay = ["phone.signIn", "phone.codeSignIn", "username.signIn"].includes(path) || section === "wallet";
  if (path === "wallet.allowOnly") return to === true && broken.has("wallet.blocked");
  if (isWay) return to === true && broken.has(path) && field !== "blocked";
  const allowed: Record<string, unknown> = {
    "email.signIn": true,
    "email.codeSignIn": true,
    "mfa.totp": true,
    "signUp.open": false,
    "signIn.preferred": "password",
  };
  return path === "sessions.idleDays" || path === "username.minLength" || (path in allowed && allowed[path] === to);
}

describe("[AZ-07 FW-05] settings of which some can't be read", () => {
  it.each([
    ["the defaults", defaults],
    ["anything an admin could have saved", anySettings],
  ])("keep what can be read, are strict in the rest, and never contradict themselves: %s", (_, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, anyBreaks, (settings, breaks) => {
        const rows = store(settings, breaks);
        const before = structuredClone(rows);
        const found = inForce(rows);
        expect(rows).toEqual(before);
        expect(settingsSchema.parse(found.settings)).toEqual(found.settings);
        const broken = new Set(breaks.map(({ leaf }) => leaf.path));
        const named = Object.entries(found.unreadable).flatMap(([section, paths]) =>
          paths.map((path) => `${section}.${path.split(".")[0]}`),
        );
        expect(new Set(named)).toEqual(broken);
        for (const { section, field, path, setting } of leaves) {
          const read = (found.read as unknown as Values)[section][field];
          const now = (found.settings as unknown as Values)[section][field];
          if (!broken.has(path)) expect(read, path).toEqual((settings as unknown as Values)[section][field]);
          else if (!Array.isArray(setting.strict) && path !== "social.connections")
            expect(read, path).toEqual(setting.strict);
          if (now !== read) expect([path, now, mayGiveWay(path, now, broken)]).toEqual([path, now, true]);
        }
        expect(conflicting(found.settings)).toEqual([]);
        const { mfa } = found.settings;
        if (mfa.required) expect(mfa.totp).toBe(true);
        // An admin with everything an account can have comes in somehow.
        const identifiers = (["email", "phone", "username"] as const).map((kind) => ({ kind, value: "+12025550143" }));
        const wallets = WALLET_APPS.map((app) => ({
          kind: "wallet" as const,
          value: "",
          wallet: { app, contractOn: null },
        }));
        const holding = { hasPassword: true, secondFactors: [], passkeys: 0, connections: ["acme"] };
        expect(hasWayIn({ ...holding, identifiers: [...identifiers, ...wallets] }, found.settings)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it("leave an admin of an installation with the defaults their address and a code, whatever else is broken", () => {
    const admin = { identifiers: [{ kind: "email" as const, value: "admin@example.test" }], hasPassword: false };
    const rest = { secondFactors: [], passkeys: 0, connections: [] };
    fc.assert(
      fc.property(anyBreaks, (breaks) => {
        expect(hasWayIn({ ...admin, ...rest }, inForce(store(defaultSettings, breaks)).settings)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it("have no way in but what was the only one: who signed in with a number or a wallet still can", () => {
    const nothing = { email: { ...defaultSettings.email, signIn: false }, username: {}, password: { enabled: false } };
    const phoneOnly = inForce([
      ...Object.entries(nothing).map(([section, value]) => ({ section, value })),
      { section: "phone", value: { signUp: "required", signIn: "yes", codeSignIn: true } },
    ]);
    expect(phoneOnly.settings.phone.signIn).toBe(true);
    const walletOnly = inForce([
      ...Object.entries(nothing).map(([section, value]) => ({ section, value })),
      { section: "wallet", value: { base: "on", metamask: false } },
    ]);
    expect(walletOnly.settings.wallet).toMatchObject({ base: true, metamask: false });
    // Nor does anything open that was closed for good: there the address does it.
    const socialOnly = inForce([
      ...Object.entries(nothing).map(([section, value]) => ({ section, value })),
      { section: "social", value: { connections: { google: { ...connection, trustsEmail: "no" } } } },
    ]);
    expect(socialOnly.settings).toMatchObject({
      email: { signIn: true, codeSignIn: true },
      phone: { signIn: false },
      social: { connections: { google: { enabled: false, clientId: "client", trustsEmail: false } } },
    });
  });

  it.each<[Section, unknown, object]>([
    ["signUp", { open: "no" }, { open: false }],
    ["signUp", null, { open: false }],
    ["email", { verifyAtSignUp: 0, sameBrowser: "false" }, { verifyAtSignUp: true, sameBrowser: true, signIn: true }],
    ["email", [], { signIn: true, codeSignIn: true, linkSignIn: false, restrictChanges: true }],
    ["mfa", { required: 1, totp: false }, { required: true, totp: true }],
    ["mfa", "x", { required: true, totp: true, trustBrowser: false, trustDays: 1 }],
    ["passkey", { enabled: true, satisfiesSecondFactor: "off" }, { enabled: true, satisfiesSecondFactor: false }],
    ["protection", "x", { enumeration: "strict", codeTries: 3, lockoutFailures: 5 }],
    ["sessions", null, { absoluteDays: 1, idleDays: 1, recentAuthMinutes: 1 }],
    ["sessions", { absoluteDays: "a month" }, { absoluteDays: 1, idleDays: 1, recentAuthMinutes: 10 }],
    ["password", { minStrength: null, minLength: 30 }, { minStrength: 4, minLength: 30 }],
    ["password", { minStrength: "" }, { minStrength: 4 }],
    ["password", { minStrength: [] }, { minStrength: 4 }],
    ["password", { minStrength: false }, { minStrength: 4 }],
    ["sms", { perDay: "many" }, { perDay: 100, perCountryDaily: 500 }],
    ["smsCountries", { enabled: "everywhere" }, { enabled: [] }],
    ["smsCountries", { enabled: ["DE", "Germany", 49, "FR"] }, { enabled: ["DE", "FR"] }],
    ["smsCountries", { enabled: Array(301).fill("DE") }, { enabled: [] }],
    ["wallet", { chains: [8453, "Base", null, true] }, { chains: [8453] }],
    ["wallet", { chains: [] }, { chains: [1] }],
    ["wallet", { allowOnly: true, allowed: [ADDRESSES[0], "somebody.eth"] }, { allowed: [ADDRESSES[0]] }],
    [
      "wallet",
      { blocked: [ADDRESSES[0], 7], allowed: [ADDRESSES[1]] },
      { blocked: [ADDRESSES[0]], allowed: [ADDRESSES[1]], allowOnly: true },
    ],
    ["social", { connections: "x" }, { connections: {} }],
    ["social", 7, { connections: {} }],
  ])("[MF-08] %s stored as %j is %j", (section, value, expected) => {
    expect(inForce([{ section, value }]).settings[section]).toMatchObject(expected);
  });

  it("know a connection that can't be read as one that is off, with all that can", () => {
    const value = {
      connections: { google: { ...connection, issuer: 5 }, acme: "gone", "BAD KEY": connection, github: connection },
    };
    const { settings, unreadable } = inForce([{ section: "social", value }]);
    expect(settings.social.connections).toEqual({
      google: { ...connection, enabled: false, issuer: "" },
      acme: {
        enabled: false,
        use: "connect",
        name: "acme",
        issuer: "",
        clientId: "",
        clientSecret: "",
        trustsEmail: false,
      },
      github: connection,
    });
    expect(unreadable).toEqual({ social: ["connections.google", "connections.acme", "connections"] });
  });

  it("have their defaults where nothing is stored, also in a section that something is stored in", () => {
    expect(inForce([]).settings).toEqual(defaultSettings);
    expect(inForce([{ section: "mfa", value: { totp: true } }])).toMatchObject({
      settings: { mfa: { ...defaultSettings.mfa, totp: true } },
      unreadable: {},
    });
  });

  it("take no notice of what is not theirs: other sections, other fields, the names of prototypes", () => {
    const odd = '{"open":true,"colour":"red","__proto__":{"open":false},"constructor":1,"hasOwnProperty":2}';
    const found = inForce([
      { section: "signUp", value: JSON.parse(odd) },
      { section: "__proto__", value: { open: false } },
      { section: "constructor", value: null },
      { section: "gone", value: "x" },
      { section: "social", value: JSON.parse('{"connections":{"__proto__":{"enabled":true},"constructor":{}}}') },
    ]);
    expect(found.unreadable).toEqual({});
    expect(found.settings.signUp).toEqual({ open: true });
    expect(Object.keys(found.settings.social.connections)).toEqual(["constructor"]);
    expect(inForce([{ section: "mfa", value: JSON.parse('{"__proto__":{"required":true}}') }]).settings.mfa).toEqual(
      defaultSettings.mfa,
    );
    expect(({} as Record<string, unknown>).enabled).toBeUndefined();
  });
});
