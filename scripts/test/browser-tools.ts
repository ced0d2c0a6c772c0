import { ensureChromium } from "./chromium";
import { ensureOathtool } from "./oathtool";

/**
 * Finds or brings the programs the browser tests use, one after the other: apt does not work beside itself.
 * @returns the variables that tell the tests. @throws a sentence that says what to do.
 */
export async function ensureBrowserTools(): Promise<Record<string, string>> {
  const chromium = await ensureChromium();
  const oathtool = await ensureOathtool();
  return {
    CHROMIUM_PATH: chromium.path,
    CHROMIUM_SANDBOX: chromium.sandbox ? "on" : "off",
    OATHTOOL_PATH: oathtool,
  };
}
