import { Alert } from "../patternfly";
import { useTexts } from "../i18n";
import type { ClientRequest, ClientWithSecret } from "../model";
import { Link } from "../route";
import { PageHead, Value } from "../ui";
import { Connect } from "./connect";
import { PrivateKey } from "./key-input";
import type { MadeKey } from "./keys";

/** The result for the developer: the secret is shown here and nowhere else, ever. */
export function Created({ result, made }: { result: ClientWithSecret; made: MadeKey | undefined }) {
  const { t } = useTexts();
  const { client, secret } = result;
  return (
    <>
      <PageHead title={t("created.title", { name: client.name })} lead={t("created.lead")} />
      <div className="caregate-card caregate-gap">
        <Value id="client-id" label={t("client.id")} text={client.clientId} />
        {secret ? (
          <>
            <Value id="client-secret" label={t("client.secret")} text={secret} />
            <Alert variant="warning" isInline title={t("created.secret")} className="caregate-gap" />
          </>
        ) : null}
        {made ? <PrivateKey made={made} /> : null}
      </div>
      <Connect clientId={client.clientId} client={client} secret={secret ?? undefined} made={made} />
      <p className="caregate-gap">
        <Link to={`clients/${client.id}`}>{t("created.go")}</Link>
      </p>
    </>
  );
}

export function Asked({ request, made }: { request: ClientRequest; made: MadeKey | undefined }) {
  const { t } = useTexts();
  return (
    <>
      <PageHead title={t("asked.title", { name: request.asked.name })} lead={t("asked.lead")} />
      {made ? <PrivateKey made={made} /> : null}
      <p className="caregate-gap">
        <Link to="requests">{t("asked.go")}</Link>
      </p>
    </>
  );
}
