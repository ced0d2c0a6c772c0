import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { defaultSettings } from "@/lib/settings/schema";
import { passwordRulesOf } from "@/lib/users/composition";
import { NewPasswordField } from "./new-password-field";

const rules = passwordRulesOf(defaultSettings);
const html = (change = {}) =>
  renderToStaticMarkup(<NewPasswordField label="Password" rules={{ ...rules, ...change }} />);

describe("[P17] a new password's field without JavaScript", () => {
  it("says the rules that are switched on", () => {
    expect(html()).toContain("At least 8 characters");
    expect(html()).not.toMatch(/letter|number|symbol/i);
    const strict = html({ minLength: 15, requireUppercase: true, requireSymbol: true });
    for (const words of ["At least 15 characters", "An upper-case letter", "A symbol"]) expect(strict).toContain(words);
  });

  it("describes the field by them", () => {
    const [, id] = /aria-describedby="(\S+) /.exec(html()) ?? [];
    expect(html()).toContain(`<ul id="${id}"`);
  });

  it("tells password managers what to generate", () => {
    expect(html()).toContain('passwordrules="minlength: 8; maxlength: 128;"');
    expect(html({ requireNumber: true, requireSymbol: true })).toContain(
      "minlength: 8; maxlength: 128; required: digit; required: [-!#$%&amp;*+.:=?@_];",
    );
  });
});
