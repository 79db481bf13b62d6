import { Alert, Button } from "../patternfly";
import { useCallback, useState } from "react";
import type { Problem } from "../api";
import { Cause } from "../errors/cause";
import { Details } from "../errors/details";
import type { Entry } from "../errors/log";
import { useTexts } from "../i18n";
import { asProblem, useLoaded, usePortal } from "../portal";
import { useRoute } from "../route";
import { PageHead, ProblemAlert, Ready } from "../ui";
import { deviceOf } from "./device";
import { Outcome, Report, type Done } from "./report";

interface Account {
  events: Entry[];
  next: string | null;
  /** Whether the server records successful sign-ins too. */
  successes: boolean;
  damagedCount: number;
}

/** The report for which the reader has signed in again, if any. */
function asked(report: string | null): { seq: number | null } | undefined {
  return report === null ? undefined : { seq: /^[1-9]\d{0,15}$/.test(report) ? Number(report) : null };
}

/** What the log has about the reader's own account: who has signed in, and who has tried to. */
export default function SignInsPage() {
  const { t } = useTexts();
  const { api, config } = usePortal();
  const load = useCallback(
    (signal: AbortSignal) => api.get<Account>(`${config.auditUrl}/account`, signal),
    [api, config],
  );
  const loaded = useLoaded(load);
  const [open, setOpen] = useState<Entry>();
  const route = useRoute();
  const [reporting, setReporting] = useState(() => asked(route.query.get("report")));
  const [done, setDone] = useState<Done>();
  const close = useCallback(() => {
    setOpen(undefined);
    if (open) {
      document.getElementById(`entry-${open.id}`)?.focus();
    }
  }, [open]);
  const notMe = (seq: number | null) => setReporting({ seq });
  return (
    <>
      <PageHead
        title={t("signIns.title")}
        lead={t("signIns.lead")}
        actions={
          <Button id="not-me" variant="danger" onClick={() => notMe(null)}>
            {t("signIns.notMe")}
          </Button>
        }
      />
      {done ? <Outcome done={done} /> : null}
      <Ready loaded={loaded}>{(account) => <Listed key={account.next} account={account} open={setOpen} />}</Ready>
      {open ? (
        <Details key={open.id} entry={open} status={undefined} close={close} own>
          <p className="caregate-gap">
            <Button
              id="not-me-entry"
              variant="danger"
              onClick={() => {
                close();
                notMe(open.seq);
              }}
            >
              {t("signIns.notMe")}
            </Button>
          </p>
        </Details>
      ) : null}
      {reporting ? (
        <Report
          seq={reporting.seq}
          close={() => {
            setReporting(undefined);
            route.go("sign-ins", true);
          }}
          done={setDone}
        />
      ) : null}
    </>
  );
}

function Listed({ account, open }: { account: Account; open: (entry: Entry) => void }) {
  const { t } = useTexts();
  const { api, config } = usePortal();
  const [older, setOlder] = useState<Pick<Account, "events" | "next">>();
  const [problem, setProblem] = useState<Problem>();
  const entries = [...account.events, ...(older?.events ?? [])];
  const next = older ? older.next : account.next;
  const more = () =>
    api.get<Account>(`${config.auditUrl}/account?${new URLSearchParams({ cursor: next ?? "" })}`).then(
      (page) => {
        setOlder({ events: [...(older?.events ?? []), ...page.events], next: page.next });
        setProblem(undefined);
      },
      (error: unknown) => setProblem(asProblem(error)),
    );
  return (
    <>
      {account.damagedCount > 0 ? (
        <Alert variant="warning" isInline id="damaged" title={t("signIns.damaged")} className="caregate-gap" />
      ) : null}
      <p className="caregate-gap">
        {t(account.successes ? "signIns.all" : "signIns.failedOnly")}{" "}
        <a href={`${config.accountUrl}account-security/device-activity`}>{t("signIns.devices")}</a>
      </p>
      {entries.length === 0 ? (
        <p className="caregate-empty">{t("signIns.none")}</p>
      ) : (
        <Table entries={entries} open={open} />
      )}
      <ProblemAlert problem={problem} />
      {next === null ? null : (
        <Button id="older" variant="secondary" className="caregate-gap" onClick={() => void more()}>
          {t("pages.older")}
        </Button>
      )}
    </>
  );
}

function Table({ entries, open }: { entries: readonly Entry[]; open: (entry: Entry) => void }) {
  const { t, time } = useTexts();
  const cell = "pf-v5-c-table__td pf-m-break-word";
  const columns = ["time", "what", "application", "ip", "device"] as const;
  return (
    <table className="pf-v5-c-table pf-m-compact pf-m-grid-md" aria-label={t("signIns.title")} id="sign-ins">
      <thead className="pf-v5-c-table__thead">
        <tr className="pf-v5-c-table__tr">
          {columns.map((name) => (
            <th key={name} scope="col" className="pf-v5-c-table__th">
              {t(`column.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="pf-v5-c-table__tbody">
        {entries.map((entry) => (
          <tr key={entry.id} className="pf-v5-c-table__tr">
            <th scope="row" className="pf-v5-c-table__th caregate-time" data-label={t("column.time")}>
              <Button
                variant="link"
                isInline
                id={`entry-${entry.id}`}
                onClick={() => open(entry)}
                aria-label={t("entry.open", { time: time(entry.time) })}
              >
                {time(entry.time)}
              </Button>
            </th>
            <td className={cell} data-label={t("column.what")}>
              <Cause entry={entry} />
            </td>
            <td className={cell} data-label={t("column.application")}>
              {entry.client}
            </td>
            <td className={cell} data-label={t("column.ip")}>
              {entry.ip}
            </td>
            <td className={cell} data-label={t("column.device")}>
              {deviceOf(entry.userAgent)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
