import { expect, it } from "vitest";
import { shortIdentifier } from "./short-identifier";

const ADDRESS = "0x71C7656EC7ab88b098defB751B7401B5f6d8976F";

it.each([
  [ADDRESS, "0x71C7…976F"],
  [ADDRESS.toLowerCase(), "0x71c7…976f"],
  ["ada@example.com", "ada@example.com"],
  [`${ADDRESS}@example.com`, `${ADDRESS}@example.com`],
  ["+14155552671", "+14155552671"],
  [ADDRESS.slice(0, -1), ADDRESS.slice(0, -1)],
  [`${ADDRESS}0`, `${ADDRESS}0`],
  [ADDRESS.replace("C", "G"), ADDRESS.replace("C", "G")],
  [`${ADDRESS}\n`, `${ADDRESS}\n`],
  ["", ""],
])("[P33] %j is called %j", (identifier, short) => expect(shortIdentifier(identifier)).toBe(short));
