/** Who calls without a page of ours: by a form on another site, or by no browser at all. */
export interface MachineCaller {
  /** The paths it calls. */
  path: RegExp;
  methods: readonly string[];
  /** Longest body in bytes. */
  bodyMax: number;
  /**
   * What its handler believes, in place of the Origin and of cookies, which it never reads:
   * - `provider-answer`: nothing yet. The handler changes no session and sends the browser on to an address of ours; that
   *   request comes from our own site, with its cookies, and there signature, state and who asked are checked.
   * - `bearer`: a secret in the header Authorization.
   */
  proof: "provider-answer" | "bearer";
}

/**
 * Everything that is let in without our Origin, or with a longer body. Nothing else is, in `middleware.ts`, in
 * `http-gate.ts` and in the handlers. It imports nothing: the middleware runs at the edge.
 */
export const machineCallers = {
  /** Code and state by a form (Apple), with the name of whoever signed up. */
  oauthAnswer: {
    path: /^\/api\/auth\/callback\/[^/]+$/,
    methods: ["POST"],
    bodyMax: 8 * 1024,
    proof: "provider-answer",
  },
  /** A SAML response of 256 KB, in base64 and a form. */
  samlAnswer: {
    path: /^\/api\/auth\/saml\/[^/]+\/acs$/,
    methods: ["POST"],
    bodyMax: 400 * 1024,
    proof: "provider-answer",
  },
  cron: { path: /^\/api\/cron$/, methods: ["GET"], bodyMax: 0, proof: "bearer" },
} as const satisfies Record<string, MachineCaller>;

/** @returns who may send such a request without being a page of ours; undefined for nobody. */
export const machineCallerOf = (request: { method: string; pathname: string }): MachineCaller | undefined =>
  Object.values<MachineCaller>(machineCallers).find(
    ({ path, methods }) => methods.includes(request.method) && path.test(request.pathname),
  );
