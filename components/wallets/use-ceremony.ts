"use client";

import { unstable_rethrow } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { answered, UNREACHABLE } from "@/components/auth/answered";
import type { FormAction, FormState } from "@/lib/form-state";
import { type AskServer, formOf } from "./ask-server";
import type { WalletOption, WalletSetup } from "./setup";
import type { Step } from "./sign-with";

/** Only browsers have wallets: on the server there is nothing of theirs to build. */
const load = () => (typeof window === "undefined" ? Promise.reject(new Error("No browser.")) : import("./sign-with"));

/** What is going on with a wallet, for the words beside its button. */
export interface CeremonyView {
  /** What it is waited for; null before and after. */
  waiting: { step: Step; wallet: string } | null;
  /** What stands in the way and can be helped. */
  obstacle: { kind: "missing" | "network"; option: WalletOption } | null;
  cancel(): void;
}

interface Ceremony {
  setup: WalletSetup;
  ask: AskServer;
  /** Takes `message` and `signature`. */
  finish: FormAction;
  /** Posted along with these. */
  fields?: Record<string, string | undefined>;
}

/**
 * Has a wallet sign, from the press of its button to the server's answer.
 * @returns the action of a form whose buttons are named `wallet`, and what to say meanwhile. With a field `switch` the
 * wallet is asked to change its network first.
 */
export function useCeremony({ setup, ask, finish, fields }: Ceremony): [FormAction, CeremonyView] {
  const [waiting, setWaiting] = useState<CeremonyView["waiting"]>(null);
  const [obstacle, setObstacle] = useState<CeremonyView["obstacle"]>(null);
  const running = useRef<AbortController>(null);
  useEffect(() => () => running.current?.abort(), []);

  async function run(_: FormState, data: FormData): Promise<FormState> {
    const option = setup.options.find(({ id }) => id === data.get("wallet"));
    if (!option) return {};
    const controller = new AbortController();
    running.current = controller;
    try {
      const { signWith } = await load();
      setObstacle(null);
      const signed = await signWith(option, {
        setup,
        ask,
        switches: data.has("switch"),
        signal: controller.signal,
        onStep: (step, wallet) => !controller.signal.aborted && setWaiting({ step, wallet }),
      });
      setWaiting(null);
      if ("missing" in signed) setObstacle({ kind: "missing", option });
      if ("failure" in signed) {
        if (signed.failure.code === "wallet_chain_not_allowed") setObstacle({ kind: "network", option });
        return signed.failure;
      }
      return "proof" in signed ? await answered(finish)({}, formOf({ ...signed.proof, ...fields })) : {};
    } catch (error) {
      unstable_rethrow(error);
      setWaiting(null);
      return UNREACHABLE;
    }
  }
  return [run, { waiting, obstacle, cancel: () => running.current?.abort() }];
}
