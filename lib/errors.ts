/**
 * Every expected failure: its HTTP status and its words (what happened, what to do next).
 * The one place to reword or translate. `{name}` is filled from the failure's details.
 */
const catalogue = {
  invalid_input: [422, "Some of what you entered can't be used. Check the marked fields."],
  malformed_request: [400, "This request could not be read. Reload the page and try again."],
  foreign_origin: [
    403,
    "This request came from another site, so nothing was changed. Open the page here and try again.",
  ],
  unauthenticated: [401, "You are signed out. Sign in and try again."],
  forbidden: [403, "Your account may not do this. Ask an administrator."],
  not_found: [404, "This no longer exists. Reload the page to see what does."],
  recent_auth_required: [403, "Confirm that it is you, then try again."],
  too_many_requests: [429, "That was too often. Wait a moment, then try again."],
  attempt_missing: [409, "This step has expired or was opened in another browser. Start again."],
  strategy_unavailable: [409, "This way of signing in is not available. Use another method."],
  credentials_incorrect: [422, "The password doesn't match this account. Check it, or use another method."],
  code_incorrect: [422, "That code is not right. Check the newest message, or send a new code."],
  code_expired: [422, "That code has expired. Send a new one."],
  link_unknown: [404, "This link is incomplete or unknown. Open it from the newest mail, or ask for a new one."],
  link_expired: [410, "A link works for a few minutes only, and this one is older. Ask for a new one."],
  link_stale: [410, "A newer link was sent after this one. Open the newest mail."],
  link_used: [410, "A link works once. Ask for a new one if you still need it."],
  link_wrong_device: [
    403,
    "Open the link on the device and in the browser where you asked for it. It is void now: ask for a new one there.",
  ],
  link_unopened: [409, "The link has not been opened yet. Open it from the mail, then come back here."],
  code_used: [422, "That code was already used. Send a new one."],
  totp_incorrect: [422, "That code is not right. Wait for the next one, and check that your phone sets its own clock."],
  totp_used: [422, "That code was already used. Wait for the next one in your app."],
  backup_code_incorrect: [422, "That is not one of your backup codes. Check it, or use another method."],
  backup_code_used: [422, "That backup code was already used. Use another one of your list."],
  too_many_tries: [429, "Too many wrong codes. Start again from the first step."],
  resend_too_soon: [429, "A code was just sent. Wait a little before asking for another."],
  locked: [
    429,
    "Too many wrong tries. This account is locked for now. Try again later, or use the link we mailed to its owner.",
  ],
  banned: [403, "This account has been suspended. Contact support."],
  identifier_taken: [409, "An account with this already exists. Sign in instead."],
  username_taken: [409, "That username is taken. Choose another one."],
  changes_restricted: [403, "This can't be changed here. Ask an administrator."],
  country_not_allowed: [
    403,
    "No text messages are sent to this country: {country}. Use another number, or another way.",
  ],
  sms_stopped: [
    429,
    "Text messages to this country are stopped for now: {country}. Use another way, or try again later.",
  ],
  sign_up_closed: [403, "Sign-up is closed at the moment."],
  message_not_sent: [502, "The message could not be sent. Nothing was lost: try again in a moment."],
  password_too_short: [422, "Use at least {min} characters."],
  password_too_long: [422, "Use at most {max} characters."],
  password_common: [422, "This password is on lists that attackers try first. Choose another one."],
  password_composition: [422, "Use {missing} as well."],
  password_too_weak: [422, "This password is too easy to guess. {hint}"],
  password_breached: [422, "This password appeared in a data leak elsewhere. Choose another one."],
  password_breached_reset: [
    403,
    "Your password appeared in a data leak elsewhere, so it no longer signs you in. Choose a new one with “Forgotten your password?”.",
  ],
  password_required: [409, "A password is required here, so it can be changed but not removed."],
  password_matches_identifier: [
    422,
    "Your password can't be your name, your address, number or username, or the name of this site.",
  ],
  password_unchanged: [422, "This is your current password. Choose a new one."],
  last_identifier: [409, "This is your last way to sign in. Add another one first."],
  identifier_required: [409, "One of these is required here. Add another one first."],
  primary_identifier: [409, "This is your primary one. Make another one primary first."],
  unverified_identifier: [409, "Verify it first."],
  passkey_refused: [422, "This passkey was not accepted. Try again, or use another method."],
  passkey_unknown: [
    422,
    "This site doesn't know that passkey any more. Remove it where your passkeys are kept, and use another method.",
  ],
  passkey_exists: [409, "This passkey is registered already. Choose another device or password manager."],
  passkey_limit: [409, "You have as many passkeys as you can have ({limit}). Remove one first."],
  passkey_last: [409, "This passkey is your last way to sign in. Add another one first."],
  passkey_unavailable: [409, "Passkeys are not available here. Use another method."],
  wallet_refused: [
    422,
    "That signature does not fit, so nothing happened. Try again, and sign with the account your wallet has shown here.",
  ],
  wallet_expired: [
    422,
    "The request to sign was no longer open. Try again, and confirm it in your wallet within five minutes.",
  ],
  wallet_chain_not_allowed: [
    422,
    "Your wallet is on a network that is not used here. Switch it to one of these and try again: {networks}.",
  ],
  wallet_contract_unchecked: [
    502,
    "Your wallet is a contract, or the signature is none of its own, and {network} could not be asked. Try again in a moment, or use another way.",
  ],
  wallet_other_chain: [422, "This wallet is a contract on {network}. Switch your wallet to {network}, then try again."],
  wallet_not_yours: [
    422,
    "The account your wallet shows is none of yours here. Switch it to {wallets} in your wallet, then try again.",
  ],
  wallet_unavailable: [409, "This wallet is not available here. Use another way."],
  wallet_not_allowed: [403, "This wallet can't be used here. Use another one, or ask an administrator."],
  wallet_taken: [
    409,
    "This wallet belongs to another account. Sign in with it to use that one, or remove it there first.",
  ],
  wallet_exists: [409, "This wallet is on your account already. Choose another one in your wallet."],
  wallet_last: [409, "This wallet is your last way to sign in. Add another one first."],
  provider_unreachable: [
    502,
    "The identity provider gave no answer that could be used. Try again in a moment, or use another method.",
  ],
  id_token_refused: [
    403,
    "What the identity provider said about you could not be trusted, so you were not signed in. Start again, or use another method.",
  ],
  second_factor_required: [409, "A second step is required here. Set up another one before you remove this one."],
  second_factor_number: [409, "This number is a second step of yours. Turn that off under Security first."],
  second_factor_only_way_in: [
    409,
    "This number is your only way in, so it can't be the second step too. Add a password, an address or an authenticator app first.",
  ],
  second_factor_same_number: [409, "This number was your first step already. The second one has to be something else."],
  second_factor_missing: [409, "Backup codes stand in for a second step. Set one up first."],
  sso_cancelled: [
    403,
    "You did not let {provider} tell who you are, so nothing happened. Try again, or use another way.",
  ],
  sso_provider_down: [
    502,
    "{provider} can't be reached, or did not answer in time. Try again in a moment, or use another way.",
  ],
  sso_refused: [
    422,
    "What {provider} answered could not be trusted, so it was not used. Start again; if it happens again, tell an administrator.",
  ],
  sso_failed: [500, "Something went wrong on our side, and nobody was signed in. Try again in a moment."],
  sso_account_exists: [
    409,
    "There is an account with {email} already, and {provider} does not vouch for that address. Sign in to it in your usual way, then connect {provider} under Security.",
  ],
  sso_account_unproved: [
    409,
    "An account names {email} and has never proved it. Sign in to it in your usual way and verify the address, then connect {provider} under Security.",
  ],
  sso_prove_first: [409, "Show that the address is yours first, by the code or link that was sent there."],
  sso_no_account: [
    403,
    "You have no account here yet, and {provider} does not create one. Ask an administrator to add you.",
  ],
  sso_foreign_address: [
    403,
    "{provider} named an address that is none of its domains, so nobody was signed in. Tell an administrator.",
  ],
  sso_no_address: [403, "{provider} did not say which address is yours. Tell an administrator."],
  sso_required: [403, "Your organisation signs you in. Enter your email address on the sign-in page to go on there."],
  sso_reserved_address: [
    409,
    "Addresses of this domain sign in through their organisation, so it can't be added here.",
  ],
  connection_taken: [
    409,
    "This {provider} account is connected to another account here. Sign in with it to use that one, or disconnect it there first.",
  ],
  connection_last: [409, "This is your last way to sign in. Add another one first."],
  connection_enabled: [409, "Switch this connection off first, then remove it."],
  domain_invalid: [422, "Enter a domain like example.com, without @ or https://."],
  domain_public: [
    422,
    "Anybody can have an address at {domain}, so no organisation can speak for it. Enter a domain that is its own.",
  ],
  domain_taken: [409, "{domain} belongs to the connection of {organisation} already. Remove it there first."],
  domain_last: [409, "An active connection needs a domain. Add another one first, or deactivate the connection."],
  enterprise_unconfigured: [409, "The identity provider is not set up yet. Enter what it gave you first."],
  enterprise_without_domain: [409, "There is no domain yet, so nobody would be sent to it. Add one first."],
  enterprise_untested: [409, "It has not been tested as it is set up now. Run a test sign-in that passes first."],
  enterprise_changed: [
    409,
    "The connection was changed while the test ran, so the test does not count. Test it again.",
  ],
  enterprise_wrong_protocol: [409, "This connection speaks another protocol. Reload the page."],
  certificate_limit: [409, "A connection has two certificates at most. Remove the old one first."],
  certificate_known: [409, "The connection has this certificate already."],
  certificate_last: [409, "A connection needs a certificate. Add the new one first."],
  confirmation_differs: [422, "Type {name} to confirm."],
  provider_answered_badly: [422, "This address gave nothing that can be used: {why}. Check it and try again."],
  client_secret_required: [
    422,
    "Enter the client secret, too. It is asked for again when it would be sent to another address.",
  ],
  nothing_to_reset: [409, "There is nothing to reset here any more. Reload the page to see what there is."],
  saml_certificate_unreadable: [
    422,
    "This is not one X.509 certificate. Paste it as PEM, from BEGIN CERTIFICATE to END CERTIFICATE.",
  ],
  saml_certificate_weak: [
    422,
    "This certificate is not safe enough. Have the identity provider make one with an RSA key of 2,048 bits or more, signed with SHA-256.",
  ],
  saml_metadata_unreadable: [
    422,
    "This is not SAML metadata that can be read here. Download the metadata file of this one application again.",
  ],
  saml_metadata_several: [
    422,
    "This metadata describes several identity providers. Give the metadata of one, or enter its fields.",
  ],
  saml_metadata_incomplete: [422, "The metadata has no {missing}. Enter the fields by hand, or correct it there."],
  settings_lock_out: [
    422,
    "Nothing was saved: you could not sign in yourself any more. Give your own account another way in first.",
  ],
  settings_conflict: [422, "Nothing was saved: these settings contradict each other. See the marked fields."],
} as const satisfies Record<string, readonly [status: number, words: string]>;

export type ErrorCode = keyof typeof catalogue;
/** @returns whether it is a code of ours. @param value anything. */
export const isErrorCode = (value: unknown): value is ErrorCode =>
  typeof value === "string" && Object.hasOwn(catalogue, value);

export type ErrorDetails = Record<string, string | number>;

export interface Failure {
  code: ErrorCode;
  details?: ErrorDetails;
  /** Words per form field. */
  fields?: Record<string, string>;
  /** When trying again makes sense. */
  retryAt?: Date;
}
export type Result<T = void> = { ok: true; data: T } | { ok: false; error: Failure };

/** @returns a successful result. */
export function ok(): Result<void>;
export function ok<T>(data: T): Result<T>;
export function ok<T>(data?: T): Result<T | undefined> {
  return { ok: true, data };
}

/** @returns an expected failure as a value. */
export function fail(code: ErrorCode, rest: Omit<Failure, "code"> = {}): { ok: false; error: Failure } {
  return { ok: false, error: { code, ...rest } };
}

/** @returns an expected failure whose words stand beside one field of a form. */
export const failAt = (field: string, code: ErrorCode, details?: ErrorDetails) =>
  fail(code, { details, fields: { [field]: wordsFor({ code, details }) } });

/** @returns the HTTP status an expected failure answers with. */
export const statusOf = (code: ErrorCode): number => catalogue[code][0];

/** @returns the failure in words for people. */
export function wordsFor({ code, details = {} }: Pick<Failure, "code" | "details">): string {
  return catalogue[code][1].replace(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? ""));
}
