import { AdminCard } from "@/components/admin/admin-card";
import { SsoCertificates } from "@/components/admin/sso-certificates";
import { SsoFold } from "@/components/admin/sso-fold";
import { SsoMetadataForm } from "@/components/admin/sso-metadata-form";
import { SsoOidcForm } from "@/components/admin/sso-oidc-form";
import { SsoMetadataUrlForm, SsoSamlFields } from "@/components/admin/sso-saml-forms";
import type { EnterpriseConnection } from "@/lib/connections/enterprise";
import { certificatesOf } from "../certificates";
import {
  configureOidcAction,
  configureSamlAction,
  readMetadataAction,
  readMetadataUrlAction,
  removeCertificateAction,
} from "./provider-actions";

const DESCRIPTION = "What the identity provider gave you. After a change of it, run a test sign-in.";

/** The organisation's identity provider, as it was entered. */
export function ProviderCard({ connection, now }: { connection: EnterpriseConnection; now: Date }) {
  const { id, protocol, saml, oidc, clientSecret } = connection;
  if (protocol === "oidc") {
    return (
      <AdminCard title="Identity provider" description={DESCRIPTION}>
        <SsoOidcForm
          action={configureOidcAction}
          connection={id}
          values={oidc ?? { issuer: "", clientId: "", scopes: "openid email profile" }}
          hasSecret={clientSecret !== null}
        />
      </AdminCard>
    );
  }
  const certificates = certificatesOf(saml, now);
  return (
    <AdminCard title="Identity provider" description={DESCRIPTION}>
      {saml && (
        <dl className="grid gap-x-6 gap-y-3 text-sm sm:grid-cols-[10rem_1fr]">
          <dt className="-mb-2 text-muted-foreground sm:mb-0">Entity ID</dt>
          <dd className="wrap-anywhere">{saml.entityId}</dd>
          <dt className="-mb-2 text-muted-foreground sm:mb-0">Sign-on address</dt>
          <dd className="wrap-anywhere">{saml.ssoUrl}</dd>
        </dl>
      )}
      {certificates.length > 0 && (
        <SsoCertificates certificates={certificates} connection={id} removeAction={removeCertificateAction} />
      )}
      <SsoFold title="By metadata address" open={!saml}>
        <SsoMetadataUrlForm action={readMetadataUrlAction} connection={id} url={saml?.metadataUrl ?? ""} />
      </SsoFold>
      <SsoFold title="By metadata file">
        <SsoMetadataForm action={readMetadataAction} connection={id} />
      </SsoFold>
      <SsoFold title="Field by field, and a second certificate">
        <SsoSamlFields
          action={configureSamlAction}
          connection={id}
          entityId={saml?.entityId ?? ""}
          ssoUrl={saml?.ssoUrl ?? ""}
          certificates={certificates.length}
        />
      </SsoFold>
    </AdminCard>
  );
}
