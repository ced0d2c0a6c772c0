import { describe, expect, it } from "vitest";
import { defaultSettings } from "@/lib/settings/schema";
import { identify, kindsInWords } from "./identify";

type Kinds = Parameters<typeof identify>[2];
const ALL: Kinds = ["email", "phone", "username"];

/** @returns what somebody is taken to mean, or the words of the refusal. */
function read(typed: string, kinds: Kinds = ALL) {
  const result = identify(typed, defaultSettings, kinds);
  return result.ok ? `${result.data.kind}:${result.data.value}` : result.error.fields?.identifier;
}

describe("[P14] one field for an address, a number or a username", () => {
  it.each([
    ["Grace@Example.com ", "email:grace@example.com"],
    ["(415) 555-2671", "phone:+14155552671"],
    ["+44 7400 123456", "phone:+447400123456"],
    ["Grace_92", "username:grace_92"],
    ["a4155552671", "username:a4155552671"],
    ["\u200egrace@my\u2011site.example\u200f", "email:grace@my-site.example"],
    ["\u202a(٤١٥) ٥٥٥–٢٦٧١\u202c", "phone:+14155552671"],
    ["\u2068Grace_92\u2069", "username:grace_92"],
    ["grace@", "Enter an email address like name@example.com."],
    ["415-555", "Enter a phone number with its country code, like +1 415 555 0132."],
    ["   ", "Enter your email address, phone number or username."],
  ])("%j is %j", (typed, meant) => expect(read(typed)).toBe(meant));

  it.each<[string, Kinds, string]>([
    ["nonsense", ["email"], "Enter an email address like name@example.com."],
    ["nonsense", ["phone"], "Enter a phone number with its country code, like +1 415 555 0132."],
    ["nonsense", ["email", "phone"], "Enter your email address or phone number."],
    ["grace@example.com", ["phone", "username"], "Enter your phone number or username."],
    ["", ["email"], "Enter your email address."],
  ])("%j where it takes %j: %s", (typed, kinds, words) => expect(read(typed, kinds)).toBe(words));

  it("names what it takes", () => {
    expect(kindsInWords(["email"])).toBe("email address");
    expect(kindsInWords(ALL)).toBe("email address, phone number or username");
  });
});
