import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { Problem } from "../api";
import { pause } from "../pause";
import { asProblem, usePortal } from "../portal";
import { follow } from "./live";
import { asked, MOST_KEPT, passes, queryOf, withNews, type Damaged, type Entry, type Filters, type Page } from "./log";
import { isInterrupted, readUntil } from "./search";

const FETCH = 200;
const TAIL_LIMIT = "1000";

export interface Log {
  entries: Entry[];
  /** Places in the log that differ from what was sealed, and their number. */
  damaged: Damaged[];
  damagedCount: number;
  more: boolean;
  loading: boolean;
  problem: Problem | undefined;
  /** Why nothing new arrives while the log is followed. */
  trouble: Problem | undefined;
  /** The progress of an unfinished search. */
  search: Search | undefined;
  reload: () => void;
  /** Reads on; returns the number of new entries. */
  older: () => Promise<number>;
}

export interface Search {
  to: string | null;
  running: boolean;
  stop: () => void;
}

interface Read {
  entries: Entry[];
  damaged: Damaged[];
  damagedCount: number;
  next: string | null;
  searchedTo: string | null | undefined;
}

const NOTHING: Read = { entries: [], damaged: [], damagedCount: 0, next: null, searchedTo: undefined };

/** The filtered entries, newest first; while the log is followed, new ones appear on top. */
export function useLog(filters: Filters, live: boolean): Log {
  const { api, config } = usePortal();
  const [page, setPage] = useState(NOTHING);
  const [loading, setLoading] = useState(true);
  const [reading, setReading] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [turn, setTurn] = useState(0);
  const running = useRef<AbortController>();
  const reload = useCallback(() => setTurn((value) => value + 1), []);
  const read = useCallback(
    async (from: Read | undefined): Promise<number> => {
      const abort = new AbortController();
      running.current?.abort();
      running.current = abort;
      let before: Entry[] | undefined = from ? undefined : [];
      setReading(true);
      try {
        return await readUntil(FETCH, from?.next ?? null, {
          read: (cursor, signal) =>
            api.get<Page>(
              `${config.auditUrl}/events?${queryOf(asked(filters), { limit: String(FETCH), ...(cursor === null ? {} : { cursor }) })}`,
              signal,
            ),
          came: (answer) => {
            const begin = before;
            before = undefined;
            setPage((old) => ({
              entries: [...(begin ?? old.entries), ...answer.events],
              damaged: answer.damaged ?? [],
              damagedCount: answer.damagedCount ?? 0,
              next: answer.next,
              searchedTo: answer.searchedTo,
            }));
            setProblem(undefined);
            setLoading(false);
          },
          signal: abort.signal,
        });
      } catch (error) {
        if (abort.signal.aborted) {
          return 0;
        }
        if (before) {
          setPage(NOTHING);
        }
        throw error;
      } finally {
        if (running.current === abort) {
          setReading(false);
        }
      }
    },
    [api, config, filters],
  );
  useEffect(() => {
    setLoading(true);
    setPage((old) => ({ ...old, searchedTo: undefined }));
    read(undefined).catch((error: unknown) => {
      setProblem(asProblem(error));
      setLoading(false);
    });
    return () => running.current?.abort();
  }, [read, turn]);
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
  const older = useCallback(
    () => (page.next === null || loading ? Promise.resolve(0) : read(page)),
    [read, page, loading],
  );
  const stop = useCallback(() => {
    running.current?.abort();
    setReading(false);
  }, []);
  const search = isInterrupted(page) ? { to: page.searchedTo ?? null, running: reading, stop } : undefined;
  return {
    entries: page.entries,
    damaged: page.damaged,
    damagedCount: page.damagedCount,
    more: page.next !== null,
    loading,
    problem,
    trouble,
    search,
    reload,
    older,
  };
}

/** Follows the log while the page is visible. After a pause the list is reloaded, so nothing is missing in it. */
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
      api.get<Page>(
        `${config.auditUrl}/tail?${new URLSearchParams({ limit: TAIL_LIMIT, ...(cursor === undefined ? {} : { cursor }) })}`,
        signal,
      );
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
