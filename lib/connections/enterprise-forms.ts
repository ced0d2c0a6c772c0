import "server-only";
import { z } from "zod";
import { singleLine } from "@/lib/single-line";
import { optional, pageAddress, providerAddress } from "./provider-address";

/* What the forms of /admin/sso post. */

const NAME_MAX = 255;
const connection = z.uuid();
const organisation = singleLine(100).pipe(z.string().min(1, "Enter the name of the organisation."));
const attributeName = singleLine(NAME_MAX).pipe(z.string().min(1, "Enter a name."));
const box = z.literal("on").optional().transform(Boolean);
/** PEM, or the base64 of it alone. */
const certificate = z.string().trim().max(16_384, "This is too long for one certificate.");

export const newConnectionForm = z.object({ organisation, protocol: z.enum(["saml", "oidc"]) });
export const connectionForm = z.object({ connection });
export const deleteForm = z.object({ connection, name: z.string().trim().max(1000, "Use at most 1,000 characters.") });
export const renameForm = z.object({ connection, organisation });

export const metadataUrlForm = z.object({ connection, metadataUrl: providerAddress });
export const metadataForm = z.object({
  connection,
  metadata: z.string().trim().min(1, "Choose a file, or paste the metadata.").max(46_000, "This metadata is too long."),
});
export const samlFieldsForm = z.object({
  connection,
  entityId: singleLine(1024).pipe(z.string().min(1, "Enter the entity ID.")),
  ssoUrl: pageAddress,
  certificate: certificate.default(""),
});
export const certificateForm = z.object({ connection, fingerprint: z.string().regex(/^[0-9A-F:]{95}$/) });

const ENDPOINTS = ["authorizationUrl", "tokenUrl", "jwksUrl"] as const;
export const oidcForm = z
  .object({
    connection,
    issuer: providerAddress,
    clientId: singleLine(500).pipe(z.string().min(1, "Enter the client ID.")),
    clientSecret: z.string().trim().max(1000, "Use at most 1,000 characters."),
    scopes: singleLine(500)
      .transform((typed) => typed.split(/[\s,]+/).filter(Boolean))
      .refine((scopes) => scopes.includes("openid"), "“openid” has to be among them.")
      .transform((scopes) => [...new Set(scopes)].join(" ")),
    authorizationUrl: optional(pageAddress),
    tokenUrl: optional(providerAddress),
    jwksUrl: optional(providerAddress),
  })
  .superRefine((typed, context) => {
    const given = ENDPOINTS.filter((name) => typed[name] !== undefined);
    if (given.length === 0 || given.length === ENDPOINTS.length) return;
    for (const name of ENDPOINTS.filter((one) => !given.includes(one))) {
      context.addIssue({ code: "custom", path: [name], message: "Enter all three addresses, or none of them." });
    }
  });

export const domainForm = z.object({ connection, domain: z.string().max(1000, "That is too long for a domain.") });
export const attributesForm = z.object({
  connection,
  emailAttribute: attributeName,
  firstNameAttribute: attributeName,
  lastNameAttribute: attributeName,
});
export const optionsForm = z.object({
  connection,
  allowSubdomains: box,
  enforced: box,
  createsPeople: box,
  refreshesNames: box,
  idpInitiated: box,
  asksSecondFactor: box,
});
