import { Alert } from "../patternfly";
import { useTexts } from "../i18n";
import type { ClientRequest, ClientWithSecret } from "../model";
import { Link } from "../route";
import { PageHead, Value } from "../ui";
import { useUnsaved } from "../unsaved";
import { Connect } from "./connect";
import { isUnsaved, PrivateKey } from "./key-input";
import type { MadeKey } from "./keys";
import { Reach } from "./reach";

/** The result for the developer: the secret is shown here and nowhere else, ever. */
export function Created({ result, made }: { result: ClientWithSecret; made: MadeKey | undefined }) {
  const { t } = useTexts();
  const { client, secret } = result;
  const secretSaved = useUnsaved(secret);
  const keySaved = useUnsaved(isUnsaved(made) ? made : undefined);
  return (
    <>
      <PageHead title={t("created.title", { name: client.name })} lead={t("created.lead")} />
      <div className="caregate-card caregate-gap">
        <Value id="client-id" label={t("client.id")} text={client.clientId} />
        {secret ? (
          <>
            <Value id="client-secret" label={t("client.secret")} text={secret} copied={secretSaved} />
            <Alert variant="warning" isInline title={t("created.secret")} className="caregate-gap" />
          </>
        ) : null}
        {made ? <PrivateKey made={made} saved={keySaved} /> : null}
      </div>
      <Reach client={client} />
      <Connect clientId={client.clientId} client={client} secret={secret ?? undefined} made={made} />
      <p className="caregate-gap">
        <Link to={`clients/${client.id}`}>{t("created.go")}</Link>
      </p>
    </>
  );
}

export function Asked({ request, made }: { request: ClientRequest; made: MadeKey | undefined }) {
  const { t } = useTexts();
  const keySaved = useUnsaved(isUnsaved(made) ? made : undefined);
  return (
    <>
      <PageHead title={t("asked.title", { name: request.asked.name })} lead={t("asked.lead")} />
      {made ? <PrivateKey made={made} saved={keySaved} /> : null}
      <p className="caregate-gap">
        <Link to="requests">{t("asked.go")}</Link>
      </p>
    </>
  );
}
