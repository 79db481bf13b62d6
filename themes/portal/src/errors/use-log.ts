import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import type { Problem } from "../api";
import { asProblem, usePortal } from "../portal";
import { follow, pause } from "./live";
import { asked, MOST_KEPT, passes, queryOf, withNews, type Entry, type Filters, type Page } from "./log";

const FETCH = 200;
const TAIL_LIMIT = "1000";

export interface Log {
  entries: Entry[];
  more: boolean;
  loading: boolean;
  problem: Problem | undefined;
  /** Why nothing new comes, while the log is followed. */
  trouble: Problem | undefined;
  reload: () => void;
  older: () => Promise<void>;
}

interface Read {
  entries: Entry[];
  next: string | null;
}

const NOTHING: Read = { entries: [], next: null };

/** The entries that the filters leave, newest first; while it is live, new ones come on top. */
export function useLog(filters: Filters, live: boolean): Log {
  const { api, config } = usePortal();
  const [page, setPage] = useState(NOTHING);
  const [loading, setLoading] = useState(true);
  const [problem, setProblem] = useState<Problem>();
  const [turn, setTurn] = useState(0);
  const reload = useCallback(() => setTurn((value) => value + 1), []);
  const address = useCallback(
    (more: Record<string, string>) => `${config.auditUrl}/events?${queryOf(asked(filters), more)}`,
    [config, filters],
  );
  useEffect(() => {
    const abort = new AbortController();
    setLoading(true);
    api
      .get<Page>(address({ limit: String(FETCH) }), abort.signal)
      .then((answer) => {
        setPage({ entries: answer.events, next: answer.next });
        setProblem(undefined);
        setLoading(false);
      })
      .catch((error: unknown) => {
        if (!abort.signal.aborted) {
          setProblem(asProblem(error));
          setPage(NOTHING);
          setLoading(false);
        }
      });
    return () => abort.abort();
  }, [api, address, turn]);
  const came = useCallback(
    (news: Entry[]) => {
      const found = news.map((entry) => ({ entry, passes: passes(filters, entry) }));
      if (found.some((one) => one.passes === "ask")) {
        reload();
        return;
      }
      const wanted = found.flatMap((one) => (one.passes ? [one.entry] : []));
      setPage((before) => ({ ...before, entries: withNews(wanted, before.entries) }));
    },
    [filters, reload],
  );
  const trouble = useTail(live, came, reload);
  const long = live && page.entries.length > MOST_KEPT;
  useEffect(() => {
    if (long) {
      reload();
    }
  }, [long, reload]);
  const older = useCallback(async () => {
    if (page.next) {
      const answer = await api.get<Page>(address({ limit: String(FETCH), cursor: page.next }));
      setPage((before) => ({ entries: [...before.entries, ...answer.events], next: answer.next }));
    }
  }, [api, address, page.next]);
  return { entries: page.entries, more: page.next !== null, loading, problem, trouble, reload, older };
}

/** Follows the log while the page is looked at. After a pause the list is read anew, so nothing is missing in it. */
function useTail(live: boolean, came: (news: Entry[]) => void, began: () => void): Problem | undefined {
  const { api, config } = usePortal();
  const [trouble, setTrouble] = useState<Problem>();
  const visible = useVisible();
  const on = live && visible;
  useEffect(() => {
    if (!on) {
      return undefined;
    }
    const abort = new AbortController();
    const read = (cursor: string | undefined, signal: AbortSignal) =>
      api.get<Page>(`${config.auditUrl}/tail?${new URLSearchParams({ limit: TAIL_LIMIT, ...(cursor === undefined ? {} : { cursor }) })}`, signal);
    void follow({ read, began, came, trouble: setTrouble, pause, now: () => performance.now(), signal: abort.signal });
    return () => {
      abort.abort();
      setTrouble(undefined);
    };
  }, [on, api, config, came, began]);
  return trouble;
}

function useVisible(): boolean {
  return useSyncExternalStore(
    (changed) => {
      document.addEventListener("visibilitychange", changed);
      return () => document.removeEventListener("visibilitychange", changed);
    },
    () => !document.hidden,
  );
}
