import { expect, type Page } from "@playwright/test";
import axe, { type AxeResults } from "axe-core";

const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Asserts that axe finds nothing serious or critical on the page as it is now (WCAG 2.2 AA). */
export async function expectAccessible(page: Page): Promise<void> {
  // While React swaps one page for the next there is a moment without a title.
  await expect(page).toHaveTitle(/./);
  // Evaluated by the debugger, so the page's own policy need not be lifted.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    (values) => (window as unknown as { axe: typeof axe }).axe.run({ runOnly: { type: "tag", values } }),
    STANDARDS,
  );
  expect(serious(violations), `accessibility of ${page.url()}`).toEqual([]);
}

const serious = (violations: AxeResults["violations"]) =>
  violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, help, nodes }) => `${id}: ${help} – ${nodes.map(({ html }) => html.slice(0, 120)).join("\n  ")}`);
