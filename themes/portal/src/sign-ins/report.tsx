import { Alert, Button } from "../patternfly";
import { useState } from "react";
import { Problem } from "../api";
import { useTexts } from "../i18n";
import { usePortal } from "../portal";
import { useRoute } from "../route";
import { Confirm } from "../ui";

/** What the server has done about a sign-in that was not the user's. */
export interface Done {
  sessions: number;
  password: "change" | "elsewhere" | "none";
}

/** The route of the page with the question open: about this entry, or about none in particular. */
export function reportRoute(seq: number | null): string {
  return `sign-ins?report=${seq ?? ""}`;
}

/** Asks whether to end all other sessions and to change the password, and does so. */
export function Report({ seq, close, done }: { seq: number | null; close: () => void; done: (result: Done) => void }) {
  const { t, locale } = useTexts();
  const { api, config, session } = usePortal();
  const route = useRoute();
  const [stale, setStale] = useState(false);
  const report = async () => {
    const answer = await api.call<Done>(`${config.apiUrl}/sign-in-reports`, {
      method: "POST",
      body: seq === null ? {} : { entry: seq },
    });
    done(answer.body);
    close();
  };
  const run = async () => {
    try {
      await (stale ? session.signIn(locale, route.href(reportRoute(seq)), true) : report());
    } catch (error) {
      if (error instanceof Problem && error.code === "sign-in-again") {
        setStale(true);
      } else {
        throw error;
      }
    }
  };
  return (
    <Confirm
      key={String(stale)}
      title={t("signIns.report.title")}
      body={t(stale ? "signIns.again" : "signIns.report.body")}
      action={t(stale ? "action.signIn" : "signIns.report.go")}
      danger={!stale}
      close={close}
      run={run}
    />
  );
}

/** What was done, and what the user does now. */
export function Outcome({ done }: { done: Done }) {
  const { t, locale } = useTexts();
  const { session } = usePortal();
  const route = useRoute();
  const change = () => void session.signIn(locale, route.href("sign-ins"));
  return (
    <Alert
      variant={done.password === "elsewhere" ? "warning" : "success"}
      isInline
      id="reported"
      role="alert"
      className="caregate-gap"
      title={t("signIns.done", { count: done.sessions })}
      actionLinks={
        done.password === "change" ? (
          <Button id="new-password" onClick={change}>
            {t("signIns.newPassword")}
          </Button>
        ) : null
      }
    >
      <p>{t(`signIns.password.${done.password}`)}</p>
      <p>{t("signIns.done.log")}</p>
    </Alert>
  );
}
