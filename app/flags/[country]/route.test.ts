import { getCountries } from "libphonenumber-js/max";
import { describe, expect, it } from "vitest";
import { GET } from "./route";

const flag = (country: string) => GET(new Request("http://app.test"), { params: Promise.resolve({ country }) });

describe("[P08] flags", () => {
  it("are pictures that browsers keep, one for every country that has numbers", async () => {
    for (const country of getCountries()) {
      const answer = await flag(country);
      expect(answer.status, country).toBe(200);
      expect(answer.headers.get("content-type")).toBe("image/svg+xml");
      expect(answer.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
      expect(await answer.text()).toMatch(/^<svg [^>]*viewBox=/);
    }
  });

  it.each(["", "XX", "us", "US.svg", "../US", "default", "__proto__", "constructor", "toString"])(
    "[WF-11] are not there for %j",
    async (country) => {
      expect((await flag(country)).status).toBe(404);
    },
  );
});
