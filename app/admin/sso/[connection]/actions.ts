"use server";

import { addDomain, removeDomain } from "@/lib/connections/enterprise-domains";
import {
  attributesForm,
  connectionForm,
  deleteForm,
  domainForm,
  optionsForm,
  renameForm,
} from "@/lib/connections/enterprise-forms";
import { activateConnection, deactivateConnection, deleteConnection } from "@/lib/connections/enterprise-state";
import { renameOrganisation, saveAttributes, saveOptions } from "@/lib/connections/enterprise-write";
import { ok, type Result } from "@/lib/errors";
import { testConnection } from "@/lib/flows/connection-test";
import { adminAction } from "@/lib/safe-action";
import { authorOf } from "../author";

const done = async (change: Promise<Result>, words: string) => {
  const result = await change;
  return result.ok ? ok({ done: words }) : result;
};

export const addDomainAction = adminAction(domainForm, ({ connection, domain }, { visit, session }) =>
  done(addDomain(connection, domain, authorOf(visit, session)), "Added."),
);

export const removeDomainAction = adminAction(domainForm, ({ connection, domain }, { visit, session }) =>
  done(removeDomain(connection, domain, authorOf(visit, session)), "Removed."),
);

export const changeOptionsAction = adminAction(optionsForm, ({ connection, ...options }, { visit, session }) =>
  done(saveOptions(connection, options, authorOf(visit, session)), "Saved. It applies from now on."),
);

export const changeAttributesAction = adminAction(attributesForm, (typed, { visit, session }) => {
  const { connection, emailAttribute: email, firstNameAttribute: firstName, lastNameAttribute: lastName } = typed;
  return done(
    saveAttributes(connection, { email, firstName, lastName }, authorOf(visit, session)),
    "Saved. Run a test sign-in next.",
  );
});

export const renameAction = adminAction(renameForm, ({ connection, organisation }, { visit, session }) =>
  done(renameOrganisation(connection, organisation, authorOf(visit, session)), "Saved."),
);

export const testAction = adminAction(connectionForm, ({ connection }, { visit, session }) =>
  testConnection(visit, session, connection),
);

export const activateAction = adminAction(connectionForm, ({ connection }, { visit, session }) =>
  done(activateConnection(connection, authorOf(visit, session)), "Active. Its people are sent there from now on."),
);

export const deactivateAction = adminAction(connectionForm, ({ connection }, { visit, session }) =>
  done(
    deactivateConnection(connection, visit.settings, authorOf(visit, session)),
    "Not active any more. Its people sign in the usual ways.",
  ),
);

export const deleteAction = adminAction(deleteForm, async ({ connection, name }, { visit, session }) => {
  const deleted = await deleteConnection(connection, name, visit.settings, authorOf(visit, session));
  return deleted.ok ? ok({ step: "done", redirectTo: "/admin/sso" }) : deleted;
});
