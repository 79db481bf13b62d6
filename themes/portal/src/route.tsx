import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  type MouseEvent,
  type ReactNode,
} from "react";
import { basePath } from "./config";

/** Registers a page that must not be left without asking; the result releases it. */
export const UnsavedContext = createContext<() => () => void>(() => () => undefined);

export interface Route {
  /** Below the portal's address, without a slash in front: `clients/new`. */
  path: string;
  query: URLSearchParams;
  go: (to: string, replace?: boolean) => void;
  /** The same, even if something on the page is not saved. */
  leave: (to: string) => void;
  href: (to: string) => string;
}

const Context = createContext<Route | undefined>(undefined);

function read(): { path: string; search: string } {
  return { path: window.location.pathname.slice(basePath().length), search: window.location.search };
}

export function RouteProvider({
  children,
  ask,
}: {
  children: ReactNode;
  /** Asks whether to leave a page that is not saved. */
  ask: (leave: () => void, stay: () => void) => ReactNode;
}) {
  const [place, setPlace] = useState(read);
  const unsaved = useRef(0);
  const [wanted, setWanted] = useState<string>();
  const leave = useCallback((to: string) => {
    window.history.pushState(null, "", basePath() + to);
    setPlace(read());
  }, []);
  useEffect(() => {
    const follow = () => {
      const there = read();
      if (unsaved.current > 0) {
        // The browser is already there: it comes back until the reader has answered.
        window.history.pushState(null, "", basePath() + place.path + place.search);
        setWanted(there.path + there.search);
      } else {
        setPlace(there);
      }
    };
    window.addEventListener("popstate", follow);
    return () => window.removeEventListener("popstate", follow);
  }, [place]);
  const go = useCallback((to: string, replace = false) => {
    if (unsaved.current > 0) {
      setWanted(to);
      return;
    }
    window.history[replace ? "replaceState" : "pushState"](null, "", basePath() + to);
    setPlace(read());
  }, []);
  const guard = useCallback(() => {
    unsaved.current += 1;
    return () => {
      unsaved.current -= 1;
    };
  }, []);
  const route = useMemo<Route>(
    () => ({ path: place.path, query: new URLSearchParams(place.search), go, leave, href: (to) => basePath() + to }),
    [place, go, leave],
  );
  const stay = () => setWanted(undefined);
  return (
    <Context.Provider value={route}>
      <UnsavedContext.Provider value={guard}>{children}</UnsavedContext.Provider>
      {wanted === undefined
        ? null
        : ask(() => {
            stay();
            leave(wanted);
          }, stay)}
    </Context.Provider>
  );
}

export function useRoute(): Route {
  const route = useContext(Context);
  if (!route) {
    throw new Error("no route");
  }
  return route;
}

/** The effect of a click on a link to another page of the portal; a click that opens a new tab is left alone. */
export function follow(route: Route, to: string) {
  return (event: MouseEvent) => {
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
      event.preventDefault();
      route.go(to);
    }
  };
}

export function Link({ to, children, className }: { to: string; children: ReactNode; className?: string }) {
  const route = useRoute();
  return (
    <a href={route.href(to)} onClick={follow(route, to)} className={className}>
      {children}
    </a>
  );
}
