import "server-only";
import { getPublicSuffix } from "tldts";
import { failAt, ok, type Result } from "@/lib/errors";
import { normaliseEmail } from "@/lib/users/email-address";

/** Providers where anybody gets an address: whoever spoke for one of these could assert a stranger's (SA-09). */
const PUBLIC_MAIL = new Set(
  `126.com 139.com 163.com aim.com aol.com bluewin.ch btinternet.com comcast.net cox.net daum.net duck.com fastmail.com
  free.fr freenet.de gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net googlemail.com hanmail.net hey.com hotmail.co.uk
  hotmail.com hotmail.de hotmail.fr hotmail.it hushmail.com icloud.com inbox.ru kakao.com laposte.net libero.it list.ru
  live.co.uk live.com live.de live.fr mac.com mail.com mail.de mail.ru mailbox.org me.com msn.com naver.com orange.fr
  outlook.com outlook.de outlook.fr pm.me posteo.de proton.me protonmail.ch protonmail.com qq.com rambler.ru rediffmail.com
  rocketmail.com sbcglobal.net seznam.cz sfr.fr sina.com t-online.de tuta.com tutanota.com uol.com.br verizon.net
  virgilio.it wanadoo.fr web.de wp.pl yahoo.co.in yahoo.co.jp yahoo.co.uk yahoo.com yahoo.com.br yahoo.de yahoo.es
  yahoo.fr yahoo.it yandex.com yandex.ru yeah.net ymail.com zoho.com zohomail.com`.split(/\s+/),
);

/**
 * @returns a typed domain as addresses have it after their normalisation: lower case, ASCII (IDNA). `domain_invalid`;
 * `domain_public` for a provider's domain, and for one under which anybody registers theirs (publicsuffix.org).
 */
export function readDomain(typed: string): Result<string> {
  const address = normaliseEmail(`somebody@${typed.trim().replace(/^@/, "").replace(/\.$/, "")}`);
  const domain = address?.slice(address.indexOf("@") + 1);
  const suffix = domain && getPublicSuffix(domain, { allowPrivateDomains: true });
  if (!domain || !suffix) return failAt("domain", "domain_invalid");
  if (domain === suffix || PUBLIC_MAIL.has(domain)) return failAt("domain", "domain_public", { domain });
  return ok(domain);
}
