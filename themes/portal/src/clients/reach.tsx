import { Alert, Button } from "../patternfly";
import { useTexts } from "../i18n";
import type { Client } from "../model";
import { usePortal } from "../portal";

/** Which APIs this client cannot reach yet: what is missing, who gives it, and how to ask for it. */
export function Reach({ client, ask }: { client: Client; ask?: () => void }) {
  const { t } = useTexts();
  const { config, me } = usePortal();
  const missing = client.apis.filter((api) => !api.admitted);
  const couldReach = me.scopes.some((scope) => scope.api !== null && scope.kinds.includes(client.kind));
  if (client.apis.length === 0 && couldReach) {
    return (
      <Alert variant="info" isInline title={t("reach.none")} className="caregate-gap" id="reach-none">
        <p>{t("reach.none.body")}</p>
      </Alert>
    );
  }
  return (
    <>
      {missing.map(({ api, roles }) => (
        <Alert
          key={api}
          variant="warning"
          isInline
          title={t("reach.missing", { api })}
          className="caregate-gap caregate-reach"
        >
          <p>{t("reach.missing.body", { api, roles: roles.join(", ") })}</p>
          {config.registration === "admin-only" ? (
            <p>{t("reach.byAdmin")}</p>
          ) : client.pendingRequest ? (
            <p>{t("reach.pending")}</p>
          ) : (
            <>
              <p>{t("reach.byApprover")}</p>
              {ask ? (
                <Button variant="link" isInline id="ask-role" onClick={ask}>
                  {t("reach.ask")}
                </Button>
              ) : null}
            </>
          )}
        </Alert>
      ))}
    </>
  );
}
