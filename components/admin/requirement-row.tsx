import { ChoiceRow } from "./setting-rows";

interface RequirementRowProps {
  name: string;
  label?: string;
  description?: string;
  value: "off" | "optional" | "required";
}

const options = [
  { value: "off", label: "Off" },
  { value: "optional", label: "Optional" },
  { value: "required", label: "Required" },
];

/** Whether sign-up asks for something. */
export function RequirementRow({
  label = "Ask for one at sign-up",
  description = "Optional: whoever gives none can add one in their profile.",
  ...row
}: RequirementRowProps) {
  return <ChoiceRow {...row} label={label} description={description} options={options} />;
}
