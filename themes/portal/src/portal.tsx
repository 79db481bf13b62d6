import { createContext, useCallback, useContext, useEffect, useState } from "react";
import { Problem, type Api } from "./api";
import type { Config } from "./config";
import type { Me } from "./model";
import type { Session } from "./session";

export interface Portal {
  config: Config;
  session: Session;
  api: Api;
  me: Me;
  reloadMe: () => void;
}

export const PortalContext = createContext<Portal | undefined>(undefined);

export function usePortal(): Portal {
  const portal = useContext(PortalContext);
  if (!portal) {
    throw new Error("no portal");
  }
  return portal;
}

export interface Loaded<T> {
  data: T | undefined;
  problem: Problem | undefined;
  loading: boolean;
  reload: () => void;
}

interface State<T> {
  data?: T;
  /** What has loaded the data. */
  of?: unknown;
  problem?: Problem;
  loading: boolean;
}

/**
 * Loads something when the page appears and whenever `load` changes; the last answer wins. If loading it again fails,
 * what was there stays beside the problem.
 */
export function useLoaded<T>(load: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [state, setState] = useState<State<T>>({ loading: true });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    setState((before) => ({ ...before, loading: true }));
    load(abort.signal)
      .then((data) => {
        if (!abort.signal.aborted) {
          setState({ data, of: load, loading: false });
        }
      })
      .catch((error: unknown) => {
        if (!abort.signal.aborted) {
          const failed = { problem: asProblem(error), loading: false };
          setState((before) => (before.of === load ? { ...before, ...failed } : failed));
        }
      });
    return () => abort.abort();
  }, [load, turn]);
  const reload = useCallback(() => setTurn((value) => value + 1), []);
  return { data: state.data, problem: state.problem, loading: state.loading, reload };
}

export function asProblem(error: unknown): Problem {
  return error instanceof Problem
    ? error
    : new Problem(-1, "unexpected", "", error instanceof Error ? error.message : "");
}
