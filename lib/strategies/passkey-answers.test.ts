import { describe, expect, it } from "vitest";
import { assertionAnswer, creationAnswer } from "./passkey-answers";

const assertion = { clientDataJSON: "AA", authenticatorData: "AA", signature: "AA" };
const creation = { clientDataJSON: "AA", attestationObject: "AA", transports: ["usb"] };
const answer = (response: object, id = "A-_a") =>
  JSON.stringify({ id, rawId: id, type: "public-key", clientExtensionResults: {}, response });

/** Each field of an answer, one after the other, with something that is no base64url. */
const spoilt = (response: object) => [
  ...["\u0000", "'", "AA==", "A A", "ä"].map((id) => answer(response, id)),
  ...Object.keys(response)
    .filter((name) => name !== "transports")
    .map((name) => answer({ ...response, [name]: "\u0000" })),
];

describe("[WF-07 WF-08 PK-01] what a browser answers is bytes, and says so in base64url", () => {
  it("is taken", () => {
    expect(assertionAnswer.safeParse(answer(assertion)).success).toBe(true);
    expect(creationAnswer.safeParse(answer(creation)).success).toBe(true);
  });

  it.each([
    ...spoilt(assertion).map((text) => [text, assertionAnswer] as const),
    ...spoilt(creation).map((text) => [text, creationAnswer] as const),
  ])("is not: %s", (text, schema) => {
    expect(schema.safeParse(text).success).toBe(false);
  });
});
