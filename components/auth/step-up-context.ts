"use client";

import { type ComponentType, createContext } from "react";

export interface StepUpDialogProps {
  /** It is them: the change they were about to make can go through. */
  onDone: () => void;
  /** They leave it, or the server can't be asked. */
  onCancel: () => void;
  /** Puts the focus where it belongs on the page below. */
  onClosed: () => void;
}

/** How a form gets the dialog that asks for a fresh proof; null where nobody is signed in, and nothing asks for one. */
export const StepUpContext = createContext<(() => Promise<ComponentType<StepUpDialogProps>>) | null>(null);
