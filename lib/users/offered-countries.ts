import "server-only";
import type { Settings } from "@/lib/settings/schema";
import { phoneCountries } from "./phone-number";

/** @returns the countries a person can choose for their number: those that get text messages. */
export const offeredCountries = ({ smsCountries }: Settings) =>
  phoneCountries().filter(({ country }) => smsCountries.enabled.includes(country));
