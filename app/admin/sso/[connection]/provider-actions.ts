"use server";

import {
  certificateForm,
  metadataForm,
  metadataUrlForm,
  oidcForm,
  samlFieldsForm,
} from "@/lib/connections/enterprise-forms";
import { ok, type Result } from "@/lib/errors";
import {
  configureByFields,
  configureByMetadata,
  configureByUrl,
  configureOidc,
  removeCertificate,
} from "@/lib/flows/enterprise-configuration";
import { adminAction } from "@/lib/safe-action";
import { authorOf } from "../author";

const SAVED = "Saved. Run a test sign-in next.";
const saved = async (change: Promise<Result>) => {
  const result = await change;
  return result.ok ? ok({ done: SAVED }) : result;
};
const savedWith = async (change: Promise<Result<string[]>>) => {
  const result = await change;
  return result.ok ? ok({ done: [SAVED, ...result.data].join(" ") }) : result;
};

export const readMetadataUrlAction = adminAction(metadataUrlForm, ({ connection, metadataUrl }, { visit, session }) =>
  savedWith(configureByUrl(connection, metadataUrl, authorOf(visit, session))),
);

export const readMetadataAction = adminAction(metadataForm, ({ connection, metadata }, { visit, session }) =>
  savedWith(configureByMetadata(connection, { metadata }, authorOf(visit, session))),
);

export const configureSamlAction = adminAction(samlFieldsForm, ({ connection, ...fields }, { visit, session }) =>
  saved(configureByFields(connection, fields, authorOf(visit, session))),
);

export const removeCertificateAction = adminAction(certificateForm, ({ connection, fingerprint }, { visit, session }) =>
  saved(removeCertificate(connection, fingerprint, authorOf(visit, session))),
);

export const configureOidcAction = adminAction(oidcForm, ({ connection, ...config }, { visit, session }) =>
  saved(configureOidc(connection, config, authorOf(visit, session))),
);
