import {
  Alert,
  Bullseye,
  Button,
  EmptyState,
  EmptyStateActions,
  EmptyStateBody,
  EmptyStateFooter,
  EmptyStateHeader,
  Spinner,
} from "./patternfly";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Api, Problem } from "./api";
import { basePath, type Config } from "./config";
import { useTexts, type Key } from "./i18n";
import type { Me } from "./model";
import { asProblem, PortalContext, type Portal } from "./portal";
import { RouteProvider } from "./route";
import { RefusedError, Session } from "./session";
import { Shell } from "./shell";
import { Confirm, useProblemText } from "./ui";

type Stage =
  | { at: "starting" }
  | { at: "signed-out"; session: Session }
  | { at: "failed"; problem: Problem }
  | { at: "ready"; session: Session; me: Me };

/** From the empty page to the signed-in portal, and out again. */
export function App({ config }: { config: Config | undefined }) {
  const { t } = useTexts();
  return config ? (
    <SignedIn config={config} />
  ) : (
    <Notice title="start.failed" body={t("start.noConfig")} action={again} label="action.retry" />
  );
}

function again(): void {
  window.location.reload();
}

function SignedIn({ config }: { config: Config }) {
  const { t, locale } = useTexts();
  const [stage, setStage] = useState<Stage>({ at: "starting" });
  const [ended, setEnded] = useState(false);
  const language = useRef(locale);
  language.current = locale;
  const text = useProblemText();
  const apiOf = useCallback(
    (session: Session) =>
      new Api(
        () => session.token(),
        () => language.current,
        () => setEnded(true),
      ),
    [],
  );
  useEffect(() => {
    let current = true;
    begin(config, language.current, apiOf).then(
      (next) => current && next && setStage(next),
      (error: unknown) => current && setStage({ at: "failed", problem: problemOf(error) }),
    );
    return () => {
      current = false;
    };
  }, [config, apiOf]);

  const session = stage.at === "ready" ? stage.session : undefined;
  const api = useMemo(() => (session ? apiOf(session) : undefined), [session, apiOf]);
  const reloadMe = useCallback(() => {
    if (session && api) {
      api.get<Me>(`${config.apiUrl}/me`).then(
        (me) => setStage({ at: "ready", session, me }),
        () => undefined,
      );
    }
  }, [session, api, config]);

  if (stage.at === "signed-out") {
    const back = () => void stage.session.signIn(locale, basePath());
    return <Notice title="signedOut.title" body={t("signedOut.body")} action={back} label="action.signIn" />;
  }
  if (stage.at === "failed") {
    const { title, detail } = text(stage.problem);
    return <Notice heading={title} title="start.failed" body={detail} action={again} label="action.retry" />;
  }
  if (stage.at === "starting" || !api) {
    return (
      <Bullseye className="caregate-whole">
        <Spinner aria-label={t("start.loading")} />
      </Bullseye>
    );
  }
  const portal: Portal = { config, session: stage.session, api, me: stage.me, reloadMe };
  return (
    <PortalContext.Provider value={portal}>
      <RouteProvider ask={(leave, stay) => <Leave leave={leave} stay={stay} />}>
        {ended ? <Ended session={stage.session} /> : null}
        <Shell />
      </RouteProvider>
    </PortalContext.Provider>
  );
}

/** Above the page, which may show a key or a secret that exists nowhere else. */
function Ended({ session }: { session: Session }) {
  const { t, locale } = useTexts();
  const again = () => void session.signIn(locale, window.location.pathname + window.location.search);
  return (
    <Alert
      variant="warning"
      isInline
      role="alert"
      id="ended"
      title={t("ended.title")}
      actionLinks={
        <Button variant="link" isInline onClick={again}>
          {t("action.signIn")}
        </Button>
      }
    >
      {t("ended.body")}
    </Alert>
  );
}

/** A key or a secret on the page is lost if the reader leaves. */
function Leave({ leave, stay }: { leave: () => void; stay: () => void }) {
  const { t } = useTexts();
  const run = () => {
    leave();
    return Promise.resolve();
  };
  return (
    <Confirm title={t("unsaved.title")} body={t("unsaved.body")} action={t("unsaved.leave")} close={stay} run={run} />
  );
}

let beginning: Promise<Stage | undefined> | undefined;

/** Once a page, even if React renders again: an authorization code can be used only once. */
function begin(config: Config, locale: string, apiOf: (session: Session) => Api): Promise<Stage | undefined> {
  beginning ??= (async () => {
    const session = await Session.open(config);
    const route = await session.begin(locale).catch(async (error: unknown) => {
      if (error instanceof RefusedError && error.code === "temporarily_unavailable" && !hasTriedAgain()) {
        // The sign-in page was open for too long, or the user has signed in elsewhere meanwhile.
        await session.signIn(locale, basePath());
        return undefined;
      }
      throw error;
    });
    if (route === undefined) {
      return Session.isSignedOut() ? { at: "signed-out" as const, session } : undefined;
    }
    sessionStorage.removeItem(AGAIN);
    window.history.replaceState(null, "", route);
    const me = await apiOf(session).get<Me>(`${config.apiUrl}/me`);
    return { at: "ready" as const, session, me };
  })();
  return beginning;
}

const AGAIN = "caregate-again";

/** Once in a tab: what fails twice is shown. */
function hasTriedAgain(): boolean {
  const tried = sessionStorage.getItem(AGAIN) !== null;
  sessionStorage.setItem(AGAIN, "1");
  return tried;
}

function problemOf(error: unknown): Problem {
  if (error instanceof RefusedError) {
    return new Problem(error.code === "access_denied" ? 403 : 400, error.code, "", error.description);
  }
  return error instanceof TypeError ? new Problem(0, "network", "", "") : asProblem(error);
}

function Notice({
  heading,
  title,
  body,
  action,
  label,
}: {
  heading?: string;
  title: Key;
  body: string;
  action: () => void;
  label: Key;
}) {
  const { t } = useTexts();
  return (
    <Bullseye className="caregate-whole">
      <main>
        <EmptyState>
          <EmptyStateHeader titleText={heading || t(title)} headingLevel="h1" />
          <EmptyStateBody>{body}</EmptyStateBody>
          <EmptyStateFooter>
            <EmptyStateActions>
              <Button onClick={action}>{t(label)}</Button>
            </EmptyStateActions>
          </EmptyStateFooter>
        </EmptyState>
      </main>
    </Bullseye>
  );
}
