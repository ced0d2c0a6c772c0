/** What a child process needs of the machine; nothing that configures the app. */
const KEPT = new Set([
  ..."path home user logname shell lang tz term tmpdir temp tmp".split(" "),
  ..."systemroot windir comspec pathext appdata localappdata programfiles userprofile".split(" "),
  ..."ci colorterm no_color http_proxy https_proxy no_proxy node_options node_extra_ca_certs".split(" "),
  ..."chromium_path oathtool_path xmlsec1_path test_database_url counterparts".split(" "),
]);
const KEPT_PREFIX = /^(npm_config_|playwright_|lc_|xdg_|ssl_cert_)/;

/**
 * The environment of a process under test: what the developer's shell or `.env` holds (a database with real people, a
 * key that sends real mail) stays out of it.
 * @param own variables set on top.
 */
export function testEnvironment(own: Record<string, string> = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => {
    const lower = name.toLowerCase();
    return KEPT.has(lower) || KEPT_PREFIX.test(lower);
  });
  return {
    ...(Object.fromEntries(kept) as NodeJS.ProcessEnv),
    NEXT_TELEMETRY_DISABLED: "1",
    // Next takes this as "the .env files are read already".
    __NEXT_PROCESSED_ENV: "1",
    ...own,
  };
}
