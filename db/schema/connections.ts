import { boolean, index, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { instant } from "./instant";
import { users } from "./users";

/** Whose people sign in through an enterprise connection. */
export const organisations = pgTable("organisations", {
  id: uuid("id").primaryKey().defaultRandom(),
  name: text("name").notNull(),
  createdAt: instant("created_at").notNull(),
});

/** Who belongs to an organisation, by having signed in through a connection of it. */
export const memberships = pgTable(
  "memberships",
  {
    organisationId: uuid("organisation_id")
      .notNull()
      .references(() => organisations.id, { onDelete: "cascade" }),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organisationId, table.userId] }),
    index("memberships_user").on(table.userId, table.createdAt),
  ],
);

/** What a SAML identity provider has told about itself. */
export interface SamlConfig {
  entityId: string;
  ssoUrl: string;
  /** PEM; two while one takes over from the other. */
  certificates: string[];
  /** Where the above was read from, to read it again. */
  metadataUrl?: string;
}

/** Of an OpenID provider: found by discovery, or every address by hand. */
export interface OidcConfig {
  issuer: string;
  clientId: string;
  scopes: string;
  authorizationUrl?: string;
  tokenUrl?: string;
  userInfoUrl?: string;
  jwksUrl?: string;
}

/** The names under which a provider tells about a person. */
export interface AttributeMapping {
  email: string;
  firstName: string;
  lastName: string;
}

/** The identity provider of an organisation, for the addresses of its domains. */
export const enterpriseConnections = pgTable(
  "enterprise_connections",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    organisationId: uuid("organisation_id")
      .notNull()
      .references(() => organisations.id, { onDelete: "cascade" }),
    protocol: text("protocol", { enum: ["saml", "oidc"] }).notNull(),
    active: boolean("active").notNull().default(false),
    /** Null until the admin has entered what its protocol needs. */
    saml: jsonb("saml").$type<SamlConfig>(),
    oidc: jsonb("oidc").$type<OidcConfig>(),
    /** Of an OpenID connection, encrypted and bound to the connection. */
    clientSecret: text("client_secret"),
    attributes: jsonb("attributes").$type<AttributeMapping>().notNull(),
    /** Addresses under a domain of it count too. */
    allowSubdomains: boolean("allow_subdomains").notNull().default(false),
    /** Nobody of its domains gets in any other way (P31). */
    enforced: boolean("enforced").notNull().default(true),
    /** Somebody new is let in, and gets an account. */
    createsPeople: boolean("creates_people").notNull().default(true),
    /** Names follow the provider with every sign-in. */
    refreshesNames: boolean("refreshes_names").notNull().default(true),
    /** SAML: a response nobody asked for is taken. */
    idpInitiated: boolean("idp_initiated").notNull().default(false),
    /** A second factor of ours is asked for after it. */
    asksSecondFactor: boolean("asks_second_factor").notNull().default(true),
    /** When an admin's test of it as it is configured now went well. */
    testedAt: instant("tested_at"),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
  },
  (table) => [index("enterprise_connections_organisation").on(table.organisationId)],
);

/** The domains of a connection's people, in lower case and ASCII. A domain has one connection. */
export const connectionDomains = pgTable(
  "connection_domains",
  {
    domain: text("domain").primaryKey(),
    connectionId: uuid("connection_id")
      .notNull()
      .references(() => enterpriseConnections.id, { onDelete: "cascade" }),
  },
  (table) => [index("connection_domains_connection").on(table.connectionId)],
);

/** Assertions that were used: each opens one session, however often it is posted (SA-04). */
export const samlAssertions = pgTable(
  "saml_assertions",
  {
    connectionId: uuid("connection_id")
      .notNull()
      .references(() => enterpriseConnections.id, { onDelete: "cascade" }),
    assertionId: text("assertion_id").notNull(),
    /** Past it the assertion is refused by its own time. */
    expiresAt: instant("expires_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.connectionId, table.assertionId] }),
    index("saml_assertions_expires").on(table.expiresAt),
  ],
);

/**
 * A verified assertion between the provider's cross-site POST, which carries no cookie of ours, and the browser's next
 * request, which does (SA-13).
 */
export const samlHandoffs = pgTable(
  "saml_handoffs",
  {
    ticketHash: text("ticket_hash").primaryKey(),
    connectionId: uuid("connection_id")
      .notNull()
      .references(() => enterpriseConnections.id, { onDelete: "cascade" }),
    /** What the signed bytes said. */
    assertion: jsonb("assertion").notNull(),
    expiresAt: instant("expires_at").notNull(),
  },
  (table) => [index("saml_handoffs_expires").on(table.expiresAt)],
);

/** The last answers of a connection's provider, decoded, for the admin who finds out why one was refused (B08). */
export const connectionAttempts = pgTable(
  "connection_attempts",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    connectionId: uuid("connection_id")
      .notNull()
      .references(() => enterpriseConnections.id, { onDelete: "cascade" }),
    at: instant("at").notNull(),
    /** A test sign-in of an admin. */
    isTest: boolean("is_test").notNull(),
    /** An error code; null when it went well. */
    problem: text("problem"),
    checks: jsonb("checks").$type<{ id: string; state: "passed" | "failed" | "skipped"; found?: string }[]>().notNull(),
    /** Claims or assertion, personal values masked. */
    decoded: jsonb("decoded").$type<Record<string, unknown>>().notNull(),
  },
  (table) => [index("connection_attempts_connection").on(table.connectionId, table.at)],
);
