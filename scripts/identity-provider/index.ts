import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { openIdProvider } from "./oidc";
import { sendProblem } from "./page";
import { type SamlIdentityProvider, samlIdentityProvider } from "./saml";

/** No other machine reaches it: it lets anybody be anybody. */
export const IDENTITY_PROVIDER_HOST = "127.0.0.1";

export interface IdentityProvider {
  origin: string;
  saml: SamlIdentityProvider;
  /** Hangs up on whoever still waits. */
  stop(): Promise<void>;
}

/**
 * The identity provider of development and tests, on loopback: OpenID Connect under `/oidc`, SAML under
 * `/saml`. By its address in figures it
 * is another site than an app on localhost, as a real one would be.
 * @param options.port any free one when left out. @param options.appOrigin of the app that people come back to.
 */
export async function startIdentityProvider({
  port = 0,
  appOrigin,
}: {
  port?: number;
  appOrigin: string;
}): Promise<IdentityProvider> {
  const server = createServer().listen(port, IDENTITY_PROVIDER_HOST);
  await once(server, "listening");
  const origin = `http://${IDENTITY_PROVIDER_HOST}:${(server.address() as AddressInfo).port}`;
  const saml = samlIdentityProvider({ origin, now: () => new Date() });
  const protocols = [await openIdProvider({ origin, appOrigin }), saml];

  server.on("request", async (request, response) => {
    try {
      for (const protocol of protocols) if (await protocol.handle(request, response)) return;
      sendProblem(response, 404, "There is nothing here.");
    } catch (error) {
      console.error(error);
      if (response.headersSent) response.destroy();
      else sendProblem(response, 500, "The local identity provider failed. Its terminal says why.");
    }
  });
  return {
    origin,
    saml,
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
