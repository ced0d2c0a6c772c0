import "server-only";
import { db } from "@/db/client";
import { type ConnectedAccount, connectedAccounts } from "@/lib/connections/connected";
import type { Session } from "@/lib/sessions/read";
import type { Level } from "@/lib/sessions/recency";
import type { WalletApp } from "@/lib/settings/wallet";
import { CODE_MINUTES } from "@/lib/strategies/codes";
import { LINK_MINUTES } from "@/lib/strategies/links";
import { resendAt } from "@/lib/strategies/sending";
import type { Attempt, StrategyId } from "@/lib/strategies/strategy";
import { formatPhone } from "@/lib/users/phone-number";
import { listWallets } from "@/lib/users/wallets";
import { signsIn } from "@/lib/users/ways-in";
import { secondFactorMethods } from "./second-factor-methods";
import { findStepUp, type Look } from "./step-up-journey";
import { stepUpMethods } from "./step-up-methods";

/** One way to confirm, as its screen names it. */
interface Method {
  /** What to ask for it by. */
  id: string;
  strategy: StrategyId;
  /** Where its message goes, as it may be shown. */
  to: string | null;
}

/** Where a confirmation stands, for its page and its dialog. Serialisable. */
export type StepUpView =
  | { done: true }
  | {
      done: false;
      level: Level;
      /** The method whose form is shown; null where one has to be chosen first, because a message has to leave. */
      current: Method | null;
      /** What the current method has sent, times in ISO. */
      message: { strategy: StrategyId; to: string; minutes: number; resendAt?: string } | null;
      others: Method[];
      /** Of whoever has none of these: the connections to sign in with again, which proves as much. */
      signInWith: Pick<ConnectedAccount, "name" | "logo" | "connection">[];
      /** Of whoever confirms with a wallet: the apps theirs are in. */
      wallets: WalletApp[];
      /** Whose password, for password managers. */
      username: string;
      /** Where the journey lands. */
      redirectTo?: string;
    };

/** @returns what a signed-in person has to confirm next, and how they can. Reads only. */
export async function readStepUp(look: Look, session: Session): Promise<StepUpView> {
  const { level, attempt } = await findStepUp(look, session);
  if (!level) return { done: true };
  const methods = await methodsOf(level, look, session, attempt);
  const silent = methods[0] && !sends(methods[0]) ? methods[0] : null;
  const current = attempt?.strategy ? (methods.find((one) => isChosen(one, attempt)) ?? silent) : silent;
  return {
    done: false,
    level,
    current: current && shown(current),
    message: current && attempt && sends(current) ? messageOf(current, attempt) : null,
    others: methods.filter((one) => one !== current).map(shown),
    signInWith: methods.length === 0 && level === "first-factor" ? await signInWith(session, look) : [],
    wallets: methods.some(({ id }) => id === "wallet") ? await ownApps(session, look) : [],
    username: session.user.identifier ?? "",
    redirectTo: attempt?.data.redirectTo,
  };
}

/** Enterprise connections go by an address, and whoever has one gets a code there. */
async function signInWith({ user }: Session, { settings }: Look) {
  const accounts = await connectedAccounts(user.id, settings);
  const usable = accounts.filter(({ signsIn, isEnterprise }) => signsIn && !isEnterprise);
  return [...new Map(usable.map(({ connection, name, logo }) => [connection, { connection, name, logo }])).values()];
}

async function ownApps({ user }: Session, { settings }: Look): Promise<WalletApp[]> {
  const usable = (await listWallets(db, user.id)).filter((wallet) => signsIn(wallet, settings));
  return [...new Set(usable.map(({ app }) => (settings.wallet[app] ? app : "other")))];
}

type Found = Method & { phone: string | null };
const shown = ({ id, strategy, to }: Found): Method => ({ id, strategy, to });
const sends = ({ to }: Method) => to !== null;
const isChosen = ({ strategy, phone }: Found, attempt: Attempt) =>
  strategy === attempt.strategy && (!attempt.awaits || phone === attempt.secondFactorPhone);

async function methodsOf(level: Level, look: Look, session: Session, attempt: Attempt | null): Promise<Found[]> {
  if (level === "first-factor") {
    const methods = await stepUpMethods(session.user.id, look.settings);
    return methods.map(({ id, identifier }) => {
      const { kind, value = null } = identifier ?? {};
      // A number stays on one line.
      const to = kind === "phone" && value ? formatPhone(value).replaceAll(" ", "\u00a0") : value;
      return { id, strategy: id, to, phone: null };
    });
  }
  return secondFactorMethods(
    attempt ?? { userId: session.user.id, flow: "step-up", amr: [], identifierKind: null, identifierValue: null },
    look.settings,
  );
}

const messageOf = ({ strategy, to }: Found, { sentAt, sentBy }: Attempt) => ({
  strategy,
  to: to ?? "",
  minutes: strategy === "email-link" ? LINK_MINUTES : CODE_MINUTES,
  resendAt: sentAt && sentBy === strategy ? resendAt(sentAt).toISOString() : undefined,
});
