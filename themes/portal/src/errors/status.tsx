import { Label } from "../patternfly";
import { useCallback, useEffect, type ReactNode } from "react";
import { useTexts } from "../i18n";
import { useLoaded, usePortal, type Loaded } from "../portal";
import { Facts, ProblemAlert } from "../ui";
import { concernsOf, type Concern, type Sink, type Status } from "./log";

const LOOK_MS = 30_000;

/** The status of the log, requested again while the log is followed and visible. The request creates no entry. */
export function useStatus(live: boolean): Loaded<Status> {
  const { api, config } = usePortal();
  const load = useCallback(
    (signal: AbortSignal) => api.get<Status>(`${config.auditUrl}/status`, signal),
    [api, config],
  );
  const loaded = useLoaded(load);
  const { reload } = loaded;
  useEffect(() => {
    if (!live) {
      return undefined;
    }
    const timer = setInterval(() => {
      if (!document.hidden) {
        reload();
      }
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, [live, reload]);
  return loaded;
}

/** One line that says whether log and receivers are well; when opened, the problems with advice, and every number. */
export function StatusPanel({ loaded }: { loaded: Loaded<Status> }) {
  const { t, number, span, ago, bytes } = useTexts();
  const status = loaded.data;
  if (!status || loaded.problem) {
    return <ProblemAlert problem={loaded.problem} retry={loaded.reload} />;
  }
  const concerns = concernsOf(status);
  const age = status.checkpointAgeSeconds;
  return (
    <details className="caregate-card caregate-status" id="status">
      <summary>
        <span className="caregate-status-title">{t("status.title")}</span>{" "}
        <Label isCompact color={concerns.length === 0 ? "green" : "orange"}>
          {t(concerns.length === 0 ? "status.ok" : "status.attention")}
        </Label>{" "}
        <span className="caregate-muted">
          {concerns[0] ? t(`status.short.${concerns[0]}`) : t("status.sealed", { count: status.sealed })}
        </span>
      </summary>
      {concerns.length > 0 ? (
        <ul className="caregate-gap caregate-list" id="status-concerns">
          {concerns.map((concern) => (
            <li key={concern} data-concern={concern}>
              {t(`status.todo.${concern}`)}
            </li>
          ))}
        </ul>
      ) : null}
      <Facts
        facts={[
          [t("status.entries"), number(status.sealed)],
          [t("status.checkpoint"), age === null ? t("status.short.noCheckpoint") : ago(age)],
          [
            t("status.waiting"),
            status.waiting === 0
              ? t("status.none")
              : t("status.waitingSince", { count: status.waiting, span: span(status.oldestWaitingSeconds) }),
          ],
          [t("status.spill"), status.spillBytes === 0 ? t("status.none") : bytes(status.spillBytes)],
          [t("status.node"), status.node],
        ]}
      />
      <h3>{t("status.sinks")}</h3>
      {status.sinks.length === 0 ? <p>{t("status.noSinks")}</p> : <Sinks sinks={status.sinks} />}
    </details>
  );
}

const COLOR: Record<Sink["state"], "green" | "orange" | "red" | "grey"> = {
  delivering: "green",
  failing: "orange",
  misconfigured: "red",
  removed: "grey",
};

function Sinks({ sinks }: { sinks: readonly Sink[] }) {
  const { t, time, number, span } = useTexts();
  const columns = ["sink", "state", "lag", "deadLetters", "lastError"] as const;
  const cell = (name: (typeof columns)[number], content: ReactNode) => (
    <td className="pf-v5-c-table__td" data-label={t(`status.column.${name}`)}>
      {content}
    </td>
  );
  return (
    <div className="caregate-scroll">
      <table className="pf-v5-c-table pf-m-compact pf-m-grid-md" aria-label={t("status.sinks")} id="sinks">
        <thead className="pf-v5-c-table__thead">
          <tr className="pf-v5-c-table__tr">
            {columns.map((name) => (
              <th key={name} scope="col" className="pf-v5-c-table__th">
                {t(`status.column.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="pf-v5-c-table__tbody">
          {sinks.map((sink) => (
            <tr key={sink.sink} className="pf-v5-c-table__tr">
              <th scope="row" className="pf-v5-c-table__th" data-label={t("status.column.sink")}>
                {sink.sink}
              </th>
              {cell(
                "state",
                <Label isCompact color={COLOR[sink.state]}>
                  {t(`status.state.${sink.state}`)}
                </Label>,
              )}
              {cell(
                "lag",
                sink.lagEntries === 0
                  ? t("status.lag.none")
                  : t("status.lag", { count: sink.lagEntries, span: span(sink.lagSeconds) }),
              )}
              {cell("deadLetters", number(sink.deadLetters))}
              {cell(
                "lastError",
                sink.error ? (
                  <>
                    <span lang="en">{sink.error}</span>
                    {sink.errorSince ? (
                      <div className="caregate-muted">{t("status.since", { when: time(sink.errorSince) })}</div>
                    ) : null}
                    {sink.nextTry ? (
                      <div className="caregate-muted">{t("status.nextTry", { when: time(sink.nextTry) })}</div>
                    ) : null}
                  </>
                ) : null,
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Why an entry has no proof, if the next checkpoint will not simply provide it. */
export function unprovable(status: Status | undefined): Concern | undefined {
  return status && concernsOf(status).find((concern) => concern === "noCheckpoint" || concern === "oldCheckpoint");
}
