import { Alert } from "../patternfly";
import { useState } from "react";
import { useTexts } from "../i18n";
import type { Asked } from "../model";
import { usePortal } from "../portal";
import { Code, DownloadButton } from "../ui";
import type { MadeKey } from "./keys";
import { collectionOf, environmentOf, type PresetOf } from "./postman";
import { languagesOf, sampleOf, type Language } from "./samples/samples";

/** How to get a token as this client: samples and files for Postman. */
export function Connect({
  clientId,
  client,
  secret,
  made,
}: {
  clientId: string;
  client: Asked;
  secret?: string | undefined;
  made?: MadeKey | undefined;
}) {
  const { t } = useTexts();
  const { config } = usePortal();
  const [chosen, setChosen] = useState<Language>();
  const first = client.keys?.keys[0];
  const shared = {
    kind: client.kind,
    clientId,
    issuer: config.issuer,
    scopes: client.scopes,
    redirectUri: client.redirectUris[0],
    authentication: client.authentication,
  };
  const preset: PresetOf = { ...shared, name: client.name, secret, privateJwk: made?.privateJwk };
  const of = {
    ...shared,
    redirectUris: client.redirectUris,
    algorithm: made?.algorithm ?? first?.alg ?? "RS384",
    kid: made?.kid ?? first?.kid ?? "KID",
  };
  const languages = languagesOf(of);
  const language = languages.find((name) => name === chosen) ?? languages[0];
  return (
    <section className="caregate-card caregate-gap" aria-labelledby="connect">
      <h2 id="connect">{t("connect.title")}</h2>
      <div className="caregate-tabs" role="group" aria-label={t("connect.language")}>
        {languages.map((name) => (
          <button
            key={name}
            type="button"
            className="caregate-tab"
            aria-pressed={name === language}
            onClick={() => setChosen(name)}
          >
            {t(`language.code.${name}`)}
          </button>
        ))}
      </div>
      {language ? (
        <Code text={sampleOf(language, of)} label={t("connect.sample", { language: t(`language.code.${language}`) })} />
      ) : null}
      <h3>{t("connect.postman")}</h3>
      <p className="caregate-muted">
        {t(client.kind === "service" ? "connect.postman.service" : "connect.postman.person")}
      </p>
      {secret || made ? <Alert variant="warning" isInline isPlain title={t("connect.postman.secret")} /> : null}
      <div className="caregate-actions caregate-gap">
        <DownloadButton
          id="postman-collection"
          name={`${clientId}.postman_collection.json`}
          content={() => collectionOf(preset)}
          label={t("connect.collection")}
        />
        <DownloadButton
          id="postman-environment"
          name={`${clientId}.postman_environment.json`}
          content={() => environmentOf(preset)}
          label={t("connect.environment")}
        />
      </div>
    </section>
  );
}
