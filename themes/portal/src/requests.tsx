import { Button, Label } from "./patternfly";
import { useCallback, useState } from "react";
import type { Problem } from "./api";
import { AskedFor, STATE_COLOR } from "./asked";
import { Created } from "./clients/result";
import { useTexts } from "./i18n";
import type { ClientRequest, ClientWithSecret } from "./model";
import { asProblem, useLoaded, usePortal } from "./portal";
import { Link } from "./route";
import { PageHead, ProblemAlert, Ready } from "./ui";

/** The developer's own requests: their outcome, and the secret of an accepted client. */
export default function RequestsPage() {
  const { t } = useTexts();
  const { api, config } = usePortal();
  const load = useCallback(
    (signal: AbortSignal) => api.get<{ requests: ClientRequest[] }>(`${config.apiUrl}/requests`, signal),
    [api, config],
  );
  const loaded = useLoaded(load);
  const [collected, setCollected] = useState<ClientWithSecret>();
  if (collected) {
    return <Created result={collected} made={undefined} />;
  }
  return (
    <>
      <PageHead title={t("requests.title")} lead={t("requests.lead")} />
      <Ready loaded={loaded}>
        {({ requests }) =>
          requests.length === 0 ? (
            <p className="caregate-empty">{t("requests.none")}</p>
          ) : (
            requests.map((request) => (
              <Request key={request.id} request={request} reload={loaded.reload} collected={setCollected} />
            ))
          )
        }
      </Ready>
    </>
  );
}

function Request({
  request,
  reload,
  collected,
}: {
  request: ClientRequest;
  reload: () => void;
  collected: (result: ClientWithSecret) => void;
}) {
  const { t, time } = useTexts();
  const { api, config, reloadMe } = usePortal();
  const [problem, setProblem] = useState<Problem>();
  const address = `${config.apiUrl}/requests/${request.id}`;
  const failed = (error: unknown) => setProblem(asProblem(error));
  const collect = () => {
    api.call<ClientWithSecret>(`${address}/secret`, { method: "POST" }).then((answer) => {
      collected(answer.body);
      document.getElementById("caregate-main")?.focus();
    }, failed);
  };
  const withdraw = () => {
    api.call(address, { method: "DELETE" }).then(() => {
      reload();
      reloadMe();
    }, failed);
  };
  return (
    <article className="caregate-card caregate-gap" aria-labelledby={`request-${request.id}`}>
      <h2 id={`request-${request.id}`}>
        {t(`request.${request.action}`, { name: request.asked.name })}{" "}
        <Label color={STATE_COLOR[request.state]}>{t(`state.${request.state}`)}</Label>
      </h2>
      <p className="caregate-muted">{t("request.asked", { when: time(request.createdAt) })}</p>
      {request.decidedAt && request.decider ? (
        <p>
          {t("request.decided", {
            who: request.decider.name ?? request.decider.username ?? "–",
            when: time(request.decidedAt),
          })}
        </p>
      ) : null}
      {request.reason ? (
        <p>
          <strong>{t("request.reason")}</strong> {request.reason}
        </p>
      ) : null}
      <ProblemAlert problem={problem} />
      <details>
        <summary>{t("request.details")}</summary>
        <AskedFor request={request} />
      </details>
      <div className="caregate-actions caregate-gap">
        {request.secretWaits ? (
          <Button className="caregate-collect" onClick={collect}>
            {t("request.collect")}
          </Button>
        ) : null}
        {request.state === "pending" ? (
          <Button variant="secondary" onClick={withdraw}>
            {t("request.withdraw")}
          </Button>
        ) : null}
        {request.client ? <Link to={`clients/${request.client}`}>{t("created.go")}</Link> : null}
      </div>
    </article>
  );
}
