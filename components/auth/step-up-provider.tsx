"use client";

import type { ReactNode } from "react";
import { StepUpContext } from "./step-up-context";

/** Loaded when it is needed, and only then. */
const load = () => import("./step-up-dialog").then(({ StepUpDialog }) => StepUpDialog);

/** Lets the forms inside ask for a fresh proof over the page, in place of leading away from what was typed. */
export const StepUpProvider = ({ children }: { children: ReactNode }) => (
  <StepUpContext value={load}>{children}</StepUpContext>
);
