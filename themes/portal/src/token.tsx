import { Alert, Button, Progress, ProgressSize } from "./patternfly";
import { useCallback, useEffect, useState } from "react";
import { Problem } from "./api";
import { useTexts } from "./i18n";
import { asProblem, usePortal } from "./portal";
import { RefusedError, SessionEndedError } from "./session";
import { CopyButton, Code, PageHead, ProblemAlert } from "./ui";

interface Shown {
  token: string;
  claims: Record<string, unknown>;
}

// The role is missing: at the authorization endpoint, and at the token endpoint (RFC 6749 section 5.2).
const DENIED = ["access_denied", "invalid_grant"];

/** A token of the protected API for the signed-in user, requested separately from the portal's own. */
export default function TokenPage() {
  const { t } = useTexts();
  const { config, session } = usePortal();
  const scope = config.apiScope ?? "";
  const [shown, setShown] = useState<Shown>();
  const [refused, setRefused] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const get = useCallback(() => {
    setBusy(true);
    setProblem(undefined);
    session
      .tokenFor(scope)
      .then((token) => {
        setShown({ token, claims: claimsOf(token) });
        setRefused(false);
      })
      .catch((error: unknown) => {
        setShown(undefined);
        setRefused(error instanceof RefusedError && DENIED.includes(error.code));
        setProblem(problemOf(error));
      })
      .finally(() => setBusy(false));
  }, [session, scope]);
  return (
    <>
      <PageHead title={t("token.title")} lead={t("token.lead", { api: scope })} />
      {refused ? (
        <Alert variant="info" isInline title={t("token.refused.title")} className="caregate-gap" id="token-refused">
          <p>{t("token.refused.body", { api: scope })}</p>
          <p>{t("token.refused.todo")}</p>
        </Alert>
      ) : (
        <ProblemAlert problem={problem} />
      )}
      <p className="caregate-gap">
        <Button
          id="get-token"
          onClick={get}
          isDisabled={busy}
          isLoading={busy}
          variant={shown ? "secondary" : "primary"}
        >
          {t(shown ? "token.again" : "token.get")}
        </Button>
      </p>
      {shown ? <TokenView key={shown.token} shown={shown} /> : null}
    </>
  );
}

function problemOf(error: unknown): Problem {
  if (error instanceof SessionEndedError) {
    return new Problem(401, "session-ended", "", "");
  }
  if (error instanceof RefusedError) {
    return new Problem(DENIED.includes(error.code) ? 403 : 500, error.code, "", error.description);
  }
  return error instanceof TypeError ? new Problem(0, "network", "", "") : asProblem(error);
}

function TokenView({ shown }: { shown: Shown }) {
  const { t } = useTexts();
  const { config } = usePortal();
  return (
    <section aria-label={t("token.yours")}>
      <Life issued={Number(shown.claims.iat)} expires={Number(shown.claims.exp)} />
      <h2>{t("token.yours")}</h2>
      <div className="caregate-code">
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard */}
        <pre tabIndex={0} role="region" aria-label={t("token.yours")} id="api-token" className="caregate-token">
          {shown.token}
        </pre>
        <CopyButton text={shown.token} label={t("action.copyWhat", { what: t("token.yours") })} />
      </div>
      <h2>{t("token.curl")}</h2>
      <Code
        label={t("token.curl")}
        text={`curl -H "Authorization: Bearer ${shown.token}" "https://${config.apiScope ?? "api"}.example/"`}
      />
      <p className="caregate-muted">{t("token.curlHint")}</p>
      <h2>{t("token.claims")}</h2>
      <Claims claims={shown.claims} />
    </section>
  );
}

function Life({ issued, expires }: { issued: number; expires: number }) {
  const { t } = useTexts();
  const [now, setNow] = useState(() => Date.now() / 1000);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now() / 1000), 1000);
    return () => clearInterval(timer);
  }, []);
  const left = Math.max(0, Math.ceil(expires - now));
  const whole = Math.max(1, expires - issued);
  const text =
    left > 0
      ? t("token.left", { minutes: Math.floor(left / 60), seconds: String(left % 60).padStart(2, "0") })
      : t("token.over");
  return (
    <Progress
      className="caregate-gap caregate-life"
      id="token-life"
      aria-label={t("token.life")}
      value={Math.min(100, (100 * left) / whole)}
      title={text}
      measureLocation="none"
      size={ProgressSize.sm}
      valueText={text}
    />
  );
}

function Claims({ claims }: { claims: Record<string, unknown> }) {
  const { t, has, time } = useTexts();
  return (
    <div className="caregate-scroll">
      <table className="pf-v5-c-table pf-m-compact pf-m-grid-md" aria-label={t("token.claims")}>
        <thead className="pf-v5-c-table__thead">
          <tr className="pf-v5-c-table__tr">
            <th scope="col" className="pf-v5-c-table__th">
              {t("token.claim")}
            </th>
            <th scope="col" className="pf-v5-c-table__th">
              {t("token.value")}
            </th>
            <th scope="col" className="pf-v5-c-table__th">
              {t("token.meaning")}
            </th>
          </tr>
        </thead>
        <tbody className="pf-v5-c-table__tbody">
          {Object.entries(claims).map(([name, value]) => {
            const key = `claim.${name}`;
            const isTime = ["exp", "iat", "nbf", "auth_time"].includes(name) && typeof value === "number";
            return (
              <tr key={name} className="pf-v5-c-table__tr">
                <th scope="row" className="pf-v5-c-table__th" data-label={t("token.claim")}>
                  <code>{name}</code>
                </th>
                <td className="pf-v5-c-table__td pf-m-break-word" data-label={t("token.value")}>
                  <code>{typeof value === "string" ? value : JSON.stringify(value)}</code>
                  {isTime ? <span className="caregate-muted"> {time(value * 1000)}</span> : null}
                </td>
                <td className="pf-v5-c-table__td" data-label={t("token.meaning")}>
                  {t(has(key) ? key : "claim.other")}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function claimsOf(token: string): Record<string, unknown> {
  const part = token.split(".")[1] ?? "";
  const bytes = Uint8Array.from(atob(part.replace(/-/g, "+").replace(/_/g, "/")), (character) =>
    character.charCodeAt(0),
  );
  return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
}
