import { choose, chooseSchema, confirm, confirmSchema, followLink, linkSchema } from "@/app/(auth)/step-up/steps";
import { userHandler } from "@/lib/form-handler";
import { refusal } from "@/lib/guard";

const steps = new Map(
  Object.entries({
    choose: userHandler(chooseSchema, choose),
    confirm: userHandler(confirmSchema, confirm),
    link: userHandler(linkSchema, followLink),
  }),
);

/** The forms of the dialog. */
export async function POST(request: Request, { params }: RouteContext<"/api/step-up/[step]">): Promise<Response> {
  const step = steps.get((await params).step);
  return step ? step(request) : refusal({ code: "not_found" });
}
