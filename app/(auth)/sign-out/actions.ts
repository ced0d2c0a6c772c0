"use server";

import { z } from "zod";
import { signOut } from "@/lib/flows/sign-out";
import { publicAction } from "@/lib/safe-action";

export const signOutAction = publicAction(z.object({}), (_, { visit }) => signOut(visit));
