import { Alert, Button, Checkbox, Label, TextArea } from "./patternfly";
import { useCallback, useState } from "react";
import { AskedFor, STATE_COLOR } from "./asked";
import { useTexts } from "./i18n";
import type { ClientRequest } from "./model";
import { useLoaded, usePortal } from "./portal";
import { useRoute } from "./route";
import { Confirm, PageHead, Ready } from "./ui";

const STATES = ["pending", "accepted", "declined", "withdrawn"] as const;
type State = (typeof STATES)[number];
const PAGE = 50;

/** Developers' requests, for the approvers. */
type Decision = "accept" | "decline";

export default function ApprovalsPage() {
  const { t, number } = useTexts();
  const { api, config, me, reloadMe } = usePortal();
  const [decided, setDecided] = useState<{ name: string; how: Decision }>();
  const route = useRoute();
  const wanted = route.query.get("state");
  const state: State = STATES.find((name) => name === wanted) ?? "pending";
  const first = Math.max(0, Number(route.query.get("first")) || 0);
  const load = useCallback(
    (signal: AbortSignal) =>
      api.get<{ requests: ClientRequest[]; more: boolean }>(
        `${config.apiUrl}/approvals?state=${state}&first=${first}&max=${PAGE}`,
        signal,
      ),
    [api, config, state, first],
  );
  const loaded = useLoaded(load);
  return (
    <>
      <PageHead title={t("approvals.title")} lead={t("approvals.lead")} />
      <p id="waiting">
        {me.waiting === 0 ? t("approvals.waiting.none") : t("approvals.waiting", { count: number(me.waiting) })}
      </p>
      <div aria-live="polite">
        {decided ? (
          <Alert
            variant="success"
            isInline
            id="decided"
            className="caregate-gap"
            title={t(`approval.done.${decided.how}`, { name: decided.name })}
          />
        ) : null}
      </div>
      <div className="caregate-gap">
        <label htmlFor="approval-state">{t("approvals.state")}</label>{" "}
        <select
          id="approval-state"
          className="caregate-select"
          value={state}
          onChange={(event) => route.go(`approvals?state=${event.target.value}`)}
        >
          {STATES.map((name) => (
            <option key={name} value={name}>
              {t(`state.${name}`)}
            </option>
          ))}
        </select>
      </div>
      <Ready loaded={loaded}>
        {({ requests, more }) => (
          <>
            {requests.length === 0 ? <p className="caregate-empty">{t("approvals.none")}</p> : null}
            {requests.map((request) => (
              <Approval
                key={request.id}
                request={request}
                decided={(how) => {
                  setDecided({ name: request.asked.name, how });
                  loaded.reload();
                  reloadMe();
                  document.getElementById("caregate-main")?.focus();
                }}
              />
            ))}
            {first > 0 || more ? (
              <nav className="caregate-pages" aria-label={t("pages.label")}>
                <Button
                  variant="secondary"
                  size="sm"
                  isDisabled={first === 0}
                  onClick={() => route.go(`approvals?state=${state}&first=${Math.max(0, first - PAGE)}`)}
                >
                  {t("pages.newer")}
                </Button>
                <Button
                  variant="secondary"
                  size="sm"
                  isDisabled={!more}
                  onClick={() => route.go(`approvals?state=${state}&first=${first + PAGE}`)}
                >
                  {t("pages.older")}
                </Button>
              </nav>
            ) : null}
          </>
        )}
      </Ready>
    </>
  );
}

function Approval({ request, decided }: { request: ClientRequest; decided: (how: Decision) => void }) {
  const { t, time } = useTexts();
  const { api, config, me } = usePortal();
  const [doing, setDoing] = useState<"nothing" | "accept" | "decline">("nothing");
  const [reason, setReason] = useState("");
  const address = `${config.apiUrl}/approvals/${request.id}`;
  const stop = () => setDoing("nothing");
  const [given, setGiven] = useState<string[]>([]);
  const decide = async (how: Decision) => {
    const body = how === "decline" ? { reason } : given.length > 0 ? { roles: given } : undefined;
    await api.call(`${address}/${how}`, { method: "POST", ...(body ? { body } : {}) });
    stop();
    decided(how);
  };
  const own = request.requester.id === me.id;
  return (
    <article className="caregate-card caregate-gap" aria-labelledby={`approval-${request.id}`}>
      <h2 id={`approval-${request.id}`}>
        {t(`request.${request.action}`, { name: request.asked.name })}{" "}
        <Label color={STATE_COLOR[request.state]}>{t(`state.${request.state}`)}</Label>
      </h2>
      <p className="caregate-muted">
        {t("approval.by", {
          who: request.requester.name ?? request.requester.username ?? "–",
          when: time(request.createdAt),
        })}
      </p>
      <AskedFor request={request} />
      {request.reason ? (
        <p>
          <strong>{t("request.reason")}</strong> {request.reason}
        </p>
      ) : null}
      {request.state !== "pending" ? null : own ? (
        <p className="caregate-muted">{t("approval.own")}</p>
      ) : (
        <div className="caregate-actions caregate-gap">
          <Button className="caregate-accept" onClick={() => setDoing("accept")}>
            {t("approval.accept")}
          </Button>
          <Button className="caregate-decline" variant="secondary" onClick={() => setDoing("decline")}>
            {t("approval.decline")}
          </Button>
        </div>
      )}
      {doing === "accept" ? (
        <Confirm
          danger={false}
          title={t("approval.accept")}
          body={t("approval.accept.body", { name: request.asked.name })}
          action={t("approval.accept")}
          close={stop}
          run={() => decide("accept")}
        >
          {request.grants.length > 0 ? <p className="caregate-gap">{t("approval.roles")}</p> : null}
          {request.grants.map(({ role, mayGive }) => (
            <Checkbox
              key={role}
              id={`give-${role}`}
              label={t("approval.give", { role })}
              {...(mayGive ? {} : { description: t("approval.mayNotGive") })}
              isDisabled={!mayGive}
              isChecked={given.includes(role)}
              onChange={(_, on) => setGiven(on ? [...given, role] : given.filter((name) => name !== role))}
            />
          ))}
        </Confirm>
      ) : null}
      {doing === "decline" ? (
        <Confirm
          title={t("approval.decline")}
          body={t("approval.decline.body")}
          action={t("approval.decline")}
          ready={reason.trim() !== ""}
          close={stop}
          run={() => decide("decline")}
        >
          <label htmlFor="reason">{t("request.reason")}</label>
          <TextArea id="reason" value={reason} onChange={(_, text) => setReason(text)} maxLength={1000} rows={3} />
        </Confirm>
      ) : null}
    </article>
  );
}
