import { ensureChromium } from "./chromium";
import { ensureOathtool } from "./oathtool";
import { ensureScanners } from "./scanners";

/** What the browser tests use. */
export interface BrowserTools {
  /** The variables that tell the tests. */
  variables: Record<string, string>;
  /** A sentence for each program that could not be had, and that tests do without. */
  missing: string[];
}

/**
 * Finds or brings the programs the browser tests use, one after the other: apt does not work beside itself.
 * @throws a sentence that says what to do.
 */
export async function ensureBrowserTools(): Promise<BrowserTools> {
  const chromium = await ensureChromium();
  const oathtool = await ensureOathtool();
  const scanners = await ensureScanners();
  return {
    variables: {
      CHROMIUM_PATH: chromium.path,
      CHROMIUM_SANDBOX: chromium.sandbox ? "on" : "off",
      OATHTOOL_PATH: oathtool,
      ...scanners.paths,
    },
    missing: scanners.missing,
  };
}
