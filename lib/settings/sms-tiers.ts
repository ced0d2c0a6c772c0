export type Tier = "A" | "B" | "C" | "D" | "E" | "F";

const codes: Record<Tier, string> = {
  A: "CA US",
  B: "AT AU BH BN BR BW CH CL CN CO CR CY DK EE ES FO GB GL GR GU HK HN IT KR LI LT LV MO MT NA NO PE PL PT SG SJ TH TR VA ZA",
  C: "AR AX BS CC CX CZ DO FI FR GG GI HU IE IM IN IS JE JP MX NZ PR PY RO SE SK UY VE VI",
  D: "AD AS BA BE BL BO CK DE FM GF GP GT HR IL LU MD ME MF MH MK MP MQ NC NF NL PA PW RE RS SB SC SR SZ TO TT TW WS XK",
  E: `AE AG AI AL AW BB BG BJ BM BQ BT CW DM EH ER FJ GD GE GQ IR KH KN KW KY LA LC MA MM MN MS MU MV MY NI OM PF PH QA
    SA SI ST TC UA UG VC VG VN VU YE YT ZM ZW`,
  F: `AC AF AM AO AZ BD BF BI BY BZ CD CF CG CI CM CU CV DJ DZ EC EG ET FK GA GH GM GN GW GY HT ID IO IQ JM JO KE KG KI
    KM KP KZ LB LK LR LS LY MC MG ML MR MW MZ NE NG NP NR NU PG PK PM PS RU RW SD SH SL SM SN SO SS SV SX SY TA TD TG TJ
    TK TL TM TN TV TZ UZ WF`,
};

/**
 * Every country and territory with telephone numbers, by the usual cost and fraud risk of a text message there:
 * A is cheap and safe, F is dear or a known target of SMS pumping. Approximate; docs/decisions/0012-sms-tiers.md says
 * what it rests on. Only groups the list in /admin/sms: what is on is the setting `smsCountries`.
 */
export const smsTiers = Object.fromEntries(
  Object.entries(codes).map(([tier, countries]) => [tier, countries.split(/\s+/)]),
) as Record<Tier, string[]>;
