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

/** Loads something when the page appears and whenever `load` changes; the last answer wins. */
export function useLoaded<T>(load: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ data?: T; problem?: Problem; loading: boolean }>({ loading: true });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    setState((before) => ({ ...before, loading: true }));
    load(abort.signal)
      .then((data) => {
        if (!abort.signal.aborted) {
          setState({ data, loading: false });
        }
      })
      .catch((error: unknown) => {
        if (!abort.signal.aborted) {
          setState({ problem: asProblem(error), loading: false });
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
