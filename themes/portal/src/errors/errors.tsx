import { Alert, Button, Spinner } from "../patternfly";
import { useCallback, useEffect, useMemo, useState } from "react";
import type { Problem } from "../api";
import { useTexts } from "../i18n";
import { asProblem } from "../portal";
import { useRoute } from "../route";
import { PageHead, ProblemAlert, useProblemText } from "../ui";
import { Cause } from "./cause";
import { Chart } from "./chart";
import { Details } from "./details";
import { ExportButtons } from "./export";
import { FilterForm } from "./filters";
import { asked, filtersOf, hashOf, userOf, type Entry, type Filters } from "./log";
import { StatusPanel, useStatus } from "./status";
import { useLog, type Log } from "./use-log";
import { VerifyPanel } from "./verify";

const SHOWN = 50;

export default function ErrorsPage() {
  const { t } = useTexts();
  const route = useRoute();
  const search = route.query.toString();
  const filters = useMemo(() => filtersOf(new URLSearchParams(search)), [search]);
  const [open, setOpen] = useState<Entry>();
  const [live, setLive] = useState(false);
  const log = useLog(filters, live);
  const status = useStatus(live);
  const problemText = useProblemText();
  const close = useCallback(() => {
    setOpen(undefined);
    if (open) {
      document.getElementById(`entry-${open.id}`)?.focus();
    }
  }, [open]);
  const apply = (next: Filters) => {
    const query = new URLSearchParams(Object.entries(next).filter(([, value]) => value));
    route.go(query.size ? `errors?${query}` : "errors");
  };
  const seqs = [
    ...log.damaged.slice(0, SHOWN).map((one) => one.seq),
    ...log.entries.slice(0, SHOWN).flatMap((entry) => (entry.seq === null ? [] : [entry.seq])),
  ];
  return (
    <>
      <PageHead title={t("errors.title")} lead={t("errors.lead")} />
      <StatusPanel loaded={status} />
      <FilterForm key={search} filters={filters} apply={apply} />
      <div className="caregate-bar">
        <Button id="live" variant="secondary" aria-pressed={live} onClick={() => setLive(!live)}>
          {t(live ? "tail.stop" : "tail.start")}
        </Button>
        <Button
          id="reload"
          variant="secondary"
          onClick={() => {
            log.reload();
            status.reload();
          }}
        >
          {t("action.reload")}
        </Button>
        <ExportButtons filters={asked(filters)} />
        <VerifyPanel seqs={seqs} />
      </div>
      <ProblemAlert problem={log.problem} retry={log.reload} />
      <DamagedAlert log={log} />
      <p role="status" id="live-state" className="caregate-muted">
        {live ? (log.trouble ? t("tail.trouble", { what: problemText(log.trouble).title }) : t("tail.on")) : ""}
      </p>
      {log.loading && log.entries.length === 0 ? <Spinner aria-label={t("start.loading")} /> : null}
      <SearchState log={log} />
      {!log.loading && !log.problem && !log.search && log.entries.length === 0 ? (
        <p className="caregate-empty">{t("errors.none")}</p>
      ) : null}
      <Chart entries={log.entries} />
      <Table log={log} open={setOpen} />
      {open ? <Details key={open.id} entry={open} status={status.data} close={close} /> : null}
    </>
  );
}

/**
 * Entries that differ from what was sealed are shown whatever the filters are: no filter finds an entry whose columns
 * were changed.
 */
function DamagedAlert({ log }: { log: Log }) {
  const { t } = useTexts();
  if (log.damagedCount === 0) {
    return null;
  }
  return (
    <Alert variant="danger" isInline id="damaged" title={t("damaged.title", { count: log.damagedCount })}>
      <p>{t("damaged.what")}</p>
      <ul>
        {log.damaged.slice(0, SHOWN).map((one) => (
          <li key={one.seq}>{t("damaged.entry", { seq: String(one.seq), what: one.what.join(", ") })}</li>
        ))}
      </ul>
    </Alert>
  );
}

/** A search of a long log continues by itself; this shows its progress, and stops it. */
function SearchState({ log }: { log: Log }) {
  const { t, time } = useTexts();
  const [problem, setProblem] = useState<Problem>();
  const { search } = log;
  if (!search) {
    return null;
  }
  const on = () =>
    log.older().then(
      () => setProblem(undefined),
      (error: unknown) => setProblem(asProblem(error)),
    );
  const back = search.to === null ? "" : time(search.to);
  return (
    <>
      <div className="caregate-search">
        <span role="status" id="search-state">
          {search.running
            ? t(back ? "search.running" : "search.begun", { time: back })
            : t("search.stopped", { time: back })}
        </span>
        {search.running ? (
          <Button variant="secondary" size="sm" id="search-stop" onClick={search.stop}>
            {t("search.stop")}
          </Button>
        ) : (
          <Button variant="secondary" size="sm" id="search-on" onClick={() => void on()}>
            {t("search.on")}
          </Button>
        )}
      </div>
      <ProblemAlert problem={problem} />
    </>
  );
}

function Table({ log, open }: { log: Log; open: (entry: Entry) => void }) {
  const { t, time, number } = useTexts();
  const [first, setFirst] = useState(0);
  const [problem, setProblem] = useState<Problem>();
  const shown = log.entries.slice(first, first + SHOWN);
  useEffect(() => {
    if (first >= log.entries.length && first > 0) {
      setFirst(0);
    }
  }, [first, log.entries.length]);
  const next = async () => {
    if (first + SHOWN < log.entries.length || (await log.older()) > 0) {
      setFirst(first + SHOWN);
    }
  };
  if (log.entries.length === 0) {
    return null;
  }
  const cell = "pf-v5-c-table__td pf-m-break-word";
  const columns = ["time", "error", "user", "client", "ip", "rule"] as const;
  return (
    <>
      <table className="pf-v5-c-table pf-m-compact pf-m-grid-md" aria-label={t("errors.title")} id="entries">
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
          {shown.map((entry) => (
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
              <td className={cell} data-label={t("column.error")}>
                <Cause entry={entry} />
              </td>
              <td className={cell} data-label={t("column.user")}>
                <User entry={entry} />
              </td>
              <td className={cell} data-label={t("column.client")}>
                {entry.client}
              </td>
              <td className={cell} data-label={t("column.ip")}>
                {entry.ip}
              </td>
              <td className={cell} data-label={t("column.rule")}>
                {entry.rule}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <ProblemAlert problem={problem} />
      <nav className="caregate-pages" aria-label={t("pages.label")}>
        <span role="status">
          {t("pages.range", { first: number(first + 1), last: number(Math.min(first + SHOWN, log.entries.length)) })}
        </span>
        <Button
          variant="secondary"
          size="sm"
          isDisabled={first === 0}
          onClick={() => setFirst(Math.max(0, first - SHOWN))}
        >
          {t("pages.newer")}
        </Button>
        <Button
          variant="secondary"
          size="sm"
          id="older"
          isDisabled={first + SHOWN >= log.entries.length && (!log.more || log.search?.running === true)}
          onClick={() =>
            next().then(
              () => setProblem(undefined),
              (error: unknown) => setProblem(asProblem(error)),
            )
          }
        >
          {t("pages.older")}
        </Button>
      </nav>
    </>
  );
}

/** Equal hashes mean equal names, so the beginning of the hash is enough to see who tries again and again. */
function User({ entry }: { entry: Entry }) {
  const { t } = useTexts();
  const hash = hashOf(entry);
  return <>{hash ? t("column.user.unknown", { hash: hash.slice(0, 8) }) : userOf(entry)}</>;
}
