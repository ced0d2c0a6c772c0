/** How each field of a new account is labelled and filled in by the browser. */
export const accountFields = {
  email: { label: "Email address", type: "email", inputMode: "email", autoComplete: "username" },
  username: { label: "Username", autoComplete: "username", autoCapitalize: "none", spellCheck: false },
  firstName: { label: "First name", autoComplete: "given-name" },
  lastName: { label: "Last name", autoComplete: "family-name" },
} as const;
