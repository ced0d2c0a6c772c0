import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import type { FormState } from "@/lib/form-state";
import { FormContext } from "./form-context";
import { PhoneField } from "./phone-field";

const countries = [
  { country: "CA", callingCode: "1", name: "Canada" },
  { country: "GB", callingCode: "44", name: "United Kingdom" },
  { country: "US", callingCode: "1", name: "United States" },
];
/** The field as the server sends it: all there is without JavaScript. */
const markup = (answer: FormState = {}, offered = countries) =>
  renderToStaticMarkup(
    <FormContext value={answer}>
      <PhoneField label="Phone number" countries={offered} defaultCountry="US" />
    </FormContext>,
  );

describe("[P07] the phone field", () => {
  it("posts the country once, chosen by the browser's own list", () => {
    expect(markup().match(/name="phoneCountry"/g)).toHaveLength(1);
    expect(markup()).toMatch(/<select [^>]*name="phoneCountry"/);
    expect(markup()).toContain('<option value="US" selected="">United States (+1)</option>');
  });

  it("keeps what was typed and chosen after an error", () => {
    const html = markup({ values: { phone: "07700 900123", phoneCountry: "GB" }, fields: { phone: "Check it." } });
    expect(html).toContain('value="07700 900123"');
    expect(html).toContain('<option value="GB" selected="">');
    expect(html).toContain("Check it.");
    expect(html).toMatch(/<input type="tel"[^>]*aria-invalid="true"/);
  });

  it("chooses among the countries offered, whatever was posted", () => {
    expect(markup({ values: { phone: "", phoneCountry: '"><script>' } })).toContain('<option value="CA" selected="">');
    expect(markup({}, countries.slice(0, 1))).toContain('<option value="CA" selected="">');
    expect(markup({}, [])).not.toContain("phoneCountry");
  });
});
