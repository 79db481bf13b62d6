import {
  Bullseye,
  Button,
  Masthead,
  MastheadBrand,
  MastheadContent,
  MastheadMain,
  MastheadToggle,
  Nav,
  NavItem,
  NavList,
  Page,
  PageSidebar,
  PageSidebarBody,
  PageToggleButton,
  SkipToContent,
  Spinner,
} from "./patternfly";
import BarsIcon from "@patternfly/react-icons/dist/esm/icons/bars-icon";
import { lazy, Suspense, useEffect, useRef, useState, type ComponentType, type LazyExoticComponent } from "react";
import { localesOf, useTexts, type Key, type Locale } from "./i18n";
import { landingOf } from "./landing";
import type { Me } from "./model";
import { usePortal } from "./portal";
import { follow, useRoute } from "./route";
import { PageHead } from "./ui";

interface PageOf {
  path: string;
  title: Key;
  may: (me: Me, apiScope: string | null) => boolean;
  view: LazyExoticComponent<ComponentType>;
}

const MAIN = "caregate-main";

/** Which pages each user sees. This only hides pages: the server requires the role at each call. */
const PAGES: readonly PageOf[] = [
  { path: "clients", title: "nav.clients", may: developer, view: lazy(() => import("./clients/clients")) },
  {
    path: "requests",
    title: "nav.requests",
    may: (me) => developer(me) && me.registration !== "admin-only",
    view: lazy(() => import("./requests")),
  },
  {
    path: "approvals",
    title: "nav.approvals",
    may: (me) => me.roles.includes("client-approver"),
    view: lazy(() => import("./approvals")),
  },
  { path: "token", title: "nav.token", may: (_, apiScope) => apiScope !== null, view: lazy(() => import("./token")) },
  {
    path: "errors",
    title: "nav.errors",
    may: (me) => me.roles.includes("auditor"),
    view: lazy(() => import("./errors/errors")),
  },
  { path: "sign-ins", title: "nav.signIns", may: (me) => me.signIns, view: lazy(() => import("./sign-ins/sign-ins")) },
];

function developer(me: Me): boolean {
  return me.roles.includes("developer");
}

export function Shell() {
  const { t } = useTexts();
  const { me, config } = usePortal();
  const route = useRoute();
  const allowed = PAGES.filter((page) => page.may(me, config.apiScope));
  const current = PAGES.find((page) => route.path === page.path || route.path.startsWith(`${page.path}/`));
  useEffect(() => {
    const first = landingOf(
      me.roles,
      allowed.map((page) => page.path),
    );
    if (route.path === "" && first !== undefined) {
      route.go(first, true);
    }
  }, [route, allowed, me.roles]);
  const [menu, setMenu] = useMenu(route.path);
  const View = current?.view;
  const mine = current !== undefined && allowed.includes(current);
  return (
    <Page
      header={<Header menu={menu} toggle={() => setMenu(!menu)} />}
      sidebar={<Sidebar pages={allowed} current={current} open={menu} />}
      skipToContent={
        <SkipToContent href={`#${MAIN}`} onClick={toMain}>
          {t("nav.skip")}
        </SkipToContent>
      }
      mainContainerId={MAIN}
      mainTabIndex={-1}
    >
      <FocusOnChange path={route.path} />
      {menu ? <div className="caregate-backdrop" aria-hidden="true" onClick={() => setMenu(false)} /> : null}
      <div className="caregate-page">
        <Suspense
          fallback={
            <Bullseye>
              <Spinner aria-label={t("start.loading")} />
            </Bullseye>
          }
        >
          {View && mine ? (
            <View key={current.path} />
          ) : (
            <Elsewhere forbidden={current !== undefined} empty={allowed.length === 0} />
          )}
        </Suspense>
      </div>
    </Page>
  );
}

function toMain(event: { preventDefault: () => void }): void {
  event.preventDefault();
  document.getElementById(MAIN)?.focus();
}

/** After a change of page, a screen reader continues at its heading rather than at the click. */
function FocusOnChange({ path }: { path: string }) {
  const before = useRef(path);
  useEffect(() => {
    if (before.current !== path && before.current !== "") {
      document.getElementById(MAIN)?.focus();
    }
    before.current = path;
    document.getElementById(MAIN)?.scrollTo?.(0, 0);
  }, [path]);
  return null;
}

/**
 * From this width on, the menu is next to the page; below it, the menu covers the page and closes when a page is
 * chosen.
 */
const BESIDE = "(min-width: 1200px)";

function useMenu(path: string): [boolean, (open: boolean) => void] {
  const [open, setOpen] = useState(() => window.matchMedia(BESIDE).matches);
  useEffect(() => {
    const beside = window.matchMedia(BESIDE);
    const follow = () => setOpen(beside.matches);
    beside.addEventListener("change", follow);
    return () => beside.removeEventListener("change", follow);
  }, []);
  useEffect(() => {
    if (!window.matchMedia(BESIDE).matches) {
      setOpen(false);
    }
  }, [path]);
  useEffect(() => {
    const escape = (event: KeyboardEvent) => {
      if (open && event.key === "Escape" && !window.matchMedia(BESIDE).matches) {
        setOpen(false);
        document.getElementById("caregate-menu")?.focus();
      }
    };
    window.addEventListener("keydown", escape);
    return () => window.removeEventListener("keydown", escape);
  }, [open]);
  return [open, setOpen];
}

function Header({ menu, toggle }: { menu: boolean; toggle: () => void }) {
  const { t, locale, choose } = useTexts();
  const { config, session, me } = usePortal();
  const locales = localesOf(config.locales);
  return (
    <Masthead display={{ default: "inline" }}>
      <MastheadToggle>
        <PageToggleButton
          variant="plain"
          id="caregate-menu"
          aria-label={t("nav.menu")}
          isSidebarOpen={menu}
          onSidebarToggle={toggle}
        >
          <BarsIcon />
        </PageToggleButton>
      </MastheadToggle>
      <MastheadMain>
        <MastheadBrand component="span" className="caregate-brand">
          <span className="caregate-wordmark">{t("brand")}</span>
          <span className="caregate-realm">{config.displayName}</span>
        </MastheadBrand>
      </MastheadMain>
      <MastheadContent>
        <div className="caregate-tools">
          <span className="caregate-user">
            <a href={config.accountUrl} title={t("nav.account")}>
              {me.name}
            </a>
          </span>
          {locales.length > 1 ? (
            <select
              className="caregate-select"
              aria-label={t("nav.language")}
              value={locale}
              onChange={(event) => choose(event.target.value as Locale)}
              id="caregate-language"
            >
              {locales.map((tag) => (
                <option key={tag} value={tag} lang={tag}>
                  {t(`language.${tag}`)}
                </option>
              ))}
            </select>
          ) : null}
          <Button variant="link" id="caregate-sign-out" onClick={() => session.signOut()}>
            {t("action.signOut")}
          </Button>
        </div>
      </MastheadContent>
    </Masthead>
  );
}

function Sidebar({ pages, current, open }: { pages: readonly PageOf[]; current: PageOf | undefined; open: boolean }) {
  const { t } = useTexts();
  const route = useRoute();
  return (
    <PageSidebar theme="light" isSidebarOpen={open}>
      <PageSidebarBody>
        <Nav theme="light" aria-label={t("nav.label")}>
          <NavList>
            {pages.map((page) => (
              <NavItem
                key={page.path}
                isActive={page === current}
                to={route.href(page.path)}
                onClick={follow(route, page.path) as never}
              >
                {t(page.title)}
              </NavItem>
            ))}
          </NavList>
        </Nav>
      </PageSidebarBody>
    </PageSidebar>
  );
}

function Elsewhere({ forbidden, empty }: { forbidden: boolean; empty: boolean }) {
  const { t } = useTexts();
  return (
    <>
      <PageHead title={t(forbidden ? "problem.forbidden.title" : empty ? "nothing.title" : "problem.notFound.title")} />
      <p>{t(forbidden ? "problem.forbidden.detail" : empty ? "nothing.body" : "problem.notFound.detail")}</p>
    </>
  );
}
