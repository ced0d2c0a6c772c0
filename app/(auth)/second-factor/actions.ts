"use server";

import { z } from "zod";
import { confirmEnrolment, startEnrolment } from "@/lib/flows/enrolment";
import { chooseSecondFactor, SESSION_FLOWS, verifySecondFactor } from "@/lib/flows/second-factor";
import { publicAction } from "@/lib/safe-action";
import { identifierField } from "@/lib/users/identifier-field";
import { readPhone } from "@/lib/users/typed-phone";

const flow = z.enum(SESSION_FLOWS);

/** @param strategy the id of a method, as `MethodList` posts it. */
const chooseSchema = z.object({ flow, strategy: z.string().max(64) });
export const chooseMethodAction = publicAction(chooseSchema, ({ flow, strategy }, { visit }) =>
  chooseSecondFactor(visit, flow, strategy),
);

const verifySchema = z.object({
  flow,
  strategy: z.enum(["totp", "phone-code", "backup-code"]),
  trustBrowser: z.literal("on").optional(),
  code: z.unknown(),
});
export const verifyAction = publicAction(verifySchema, ({ flow, strategy, trustBrowser, ...proof }, { visit }) =>
  verifySecondFactor(visit, flow, { strategy, trustBrowser: trustBrowser === "on" }, proof),
);

const enrolSchema = z.object({ flow, strategy: z.enum(["totp", "phone-code"]) });
export const startEnrolmentAction = publicAction(enrolSchema, ({ flow, strategy }, { visit }) =>
  startEnrolment(visit, flow, { strategy }),
);

const phoneSchema = z.object({ flow, phone: identifierField, phoneCountry: z.string().max(2).optional() });
export const enrolPhoneAction = publicAction(phoneSchema, async ({ flow, ...input }, { visit }) => {
  const number = readPhone(input, visit.settings);
  return number.ok ? startEnrolment(visit, flow, { strategy: "phone-code", phone: number.data }) : number;
});

const confirmSchema = z.object({ flow, code: z.unknown() });
export const confirmEnrolmentAction = publicAction(confirmSchema, ({ flow, ...proof }, { visit }) =>
  confirmEnrolment(visit, flow, proof),
);
