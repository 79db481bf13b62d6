import { Alert, Button } from "../patternfly";
import { useTexts } from "../i18n";
import { usePortal } from "../portal";
import { useRoute } from "../route";
import { Confirm } from "../ui";

/** What the server has done about a sign-in that was not the user's. */
export interface Done {
  sessions: number;
  password: "change" | "elsewhere" | "none";
}

/** Asks whether to end all other sessions and to change the password, and does so. */
export function Report({ seq, close, done }: { seq: number | null; close: () => void; done: (result: Done) => void }) {
  const { t } = useTexts();
  const { api, config } = usePortal();
  const run = async () => {
    const answer = await api.call<Done>(`${config.apiUrl}/sign-in-reports`, {
      method: "POST",
      body: seq === null ? {} : { entry: seq },
    });
    done(answer.body);
    close();
  };
  return (
    <Confirm
      title={t("signIns.report.title")}
      body={t("signIns.report.body")}
      action={t("signIns.report.go")}
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
