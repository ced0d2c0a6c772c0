import fc from "fast-check";
import { expect, it } from "vitest";
import { readPostedBody } from "./posted-body";
import { LONGEST_FORM } from "./request-limits";

const read = async (body: BodyInit, type?: string, isAction = false) => {
  const sent = new Response(body, type === undefined ? {} : { headers: { "content-type": type } });
  const bytes = new Uint8Array(await sent.arrayBuffer());
  return readPostedBody({ type: sent.headers.get("content-type") ?? "", bytes }, isAction);
};
const formOf = (entries: [string, string][]) => {
  const form = new FormData();
  for (const [name, value] of entries) form.append(name, value);
  return form;
};
const many = (count: number): [string, string][] => Array.from({ length: count }, (_, index) => [`f${index}`, ""]);
const JSON_TYPE = "application/json";
const MULTIPART = "multipart/form-data; boundary=x";
const part = (head: string, value = "v") => `--x\r\n${head}\r\n\r\n${value}\r\n`;

it("[WF-08 WF-11] hands on a form with the same fields, files and all", async () => {
  const name = fc.string({ unit: "binary", maxLength: 40 }).map((text) => `n${text}`);
  const value = fc.string({ unit: "binary", maxLength: 80 });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(name, value), { maxLength: 20 }), async (entries) => {
      const form = formOf(entries);
      form.append("file", new File(["\u0000\r\n--x"], "a.txt"));
      const known = [...(await new Response(form).formData())];
      const again = await read(form);
      expect(again).not.toBeNull();
      const seen = [
        ...(await new Response(again?.bytes, { headers: { "content-type": again?.type ?? "" } }).formData()),
      ];
      expect(seen.slice(0, -1)).toEqual(known.slice(0, -1));
      expect(await new Response(seen.at(-1)?.[1]).text()).toBe("\u0000\r\n--x");
    }),
    { numRuns: 25 },
  );
});

it.each<[string, BodyInit, string | undefined, boolean]>([
  ["a form of as many fields as the longest", new URLSearchParams(many(LONGEST_FORM)), undefined, false],
  ["the same in parts", formOf(many(LONGEST_FORM)), undefined, false],
  ["JSON 32 deep", "[".repeat(32) + "]".repeat(32), JSON_TYPE, false],
  ["arguments", "[{}]", "text/plain", true],
  ["a text that is for nobody to decode", "[".repeat(99), "text/plain", false],
  ["a SAML response", new URLSearchParams({ SAMLResponse: "A".repeat(300_000), RelayState: "x" }), undefined, false],
])("[WF-11] lets in %s", async (_, body, type, isAction) => {
  expect(await read(body, type, isAction)).not.toBeNull();
});

it.each<[string, BodyInit, string | undefined, boolean]>([
  ["10,000 fields", new URLSearchParams(many(10_000)), undefined, false],
  ["one name 10,000 times", "a&".repeat(10_000), "application/x-www-form-urlencoded", false],
  ["500 parts", formOf(many(500)), undefined, false],
  [
    "500 parts to an action",
    formOf([...many(500).map(([name]): [string, string] => [`_1_${name}`, ""]), ["0", "[]"]]),
    undefined,
    true,
  ],
  ["a field with a long name", new URLSearchParams({ ["n".repeat(101)]: "" }), undefined, false],
  ["a part with a long name", formOf([["n".repeat(101), ""]]), undefined, false],
  ["JSON 33 deep", "[".repeat(33) + "]".repeat(33), JSON_TYPE, false],
  ["what says it is JSON", "nope", "Application/JSON; charset=utf-8", false],
  ["nothing that says it is JSON", "", JSON_TYPE, false],
  ["no arguments", "nope", "text/plain", true],
  ["arguments behind a byte order mark", "\ufeff[]", "text/plain", true],
  ["arguments that say they are a form", "[]", "Multipart/Form-Data", true],
  ["a form without a boundary", part('content-disposition: form-data; name="a"'), "multipart/form-data", false],
  ["a form that is none", "nope", MULTIPART, false],
  ["half a form", part('content-disposition: form-data; name="a"'), MULTIPART, false],
  ["nothing that says it is a form", "", MULTIPART, true],
  ["a long form to where long answers go", formOf([["a", "x".repeat(50_000)]]), undefined, false],
])("[WF-08 WF-11] refuses %s", async (_, body, type, isAction) => {
  expect(await read(body, type, isAction)).toBeNull();
});

it("[WF-08] what two parsers could read in two ways is read in one", async () => {
  const head = 'content-disposition: form-data; name="0"\r\ncontent-type: text/plain; charset=utf-16le';
  const again = await read(`${part(head, "[{}]")}--x--\r\n`, MULTIPART, true);
  expect(Buffer.from(again?.bytes ?? []).toString()).not.toMatch(/charset|--x/i);
});
