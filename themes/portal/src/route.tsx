import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
  type MouseEvent,
  type ReactNode,
} from "react";
import { basePath } from "./config";

export interface Route {
  /** Below the portal's address, without a slash in front: `clients/new`. */
  path: string;
  query: URLSearchParams;
  go: (to: string, replace?: boolean) => void;
  href: (to: string) => string;
}

const Context = createContext<Route | undefined>(undefined);

function read(): { path: string; search: string } {
  return { path: window.location.pathname.slice(basePath().length), search: window.location.search };
}

export function RouteProvider({ children }: { children: ReactNode }) {
  const [place, setPlace] = useState(read);
  useEffect(() => {
    const follow = () => setPlace(read());
    window.addEventListener("popstate", follow);
    return () => window.removeEventListener("popstate", follow);
  }, []);
  const go = useCallback((to: string, replace = false) => {
    window.history[replace ? "replaceState" : "pushState"](null, "", basePath() + to);
    setPlace(read());
  }, []);
  const route = useMemo<Route>(
    () => ({ path: place.path, query: new URLSearchParams(place.search), go, href: (to) => basePath() + to }),
    [place, go],
  );
  return <Context.Provider value={route}>{children}</Context.Provider>;
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
