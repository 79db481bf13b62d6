import { useCallback, useState } from "react";
import { useTexts } from "../i18n";
import { useLoaded, usePortal } from "../portal";
import { Ready } from "../ui";
import { grouped, type ClientError, type ClientErrors } from "./client-errors";

/** What went wrong with a client lately, with what helps. Each look is recorded in the log: it waits to be opened. */
export function Problems({ id }: { id: string }) {
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  return (
    <details
      className="caregate-card caregate-gap"
      id="client-errors"
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>{t("clientErrors.title")}</summary>
      {open ? <Found id={id} /> : null}
    </details>
  );
}

function Found({ id }: { id: string }) {
  const { t, time, number } = useTexts();
  const { api, config } = usePortal();
  const load = useCallback(
    (signal: AbortSignal) => api.get<ClientErrors>(`${config.apiUrl}/clients/${id}/errors`, signal),
    [api, config, id],
  );
  const loaded = useLoaded(load);
  const help = useHelp();
  return (
    <Ready loaded={loaded}>
      {({ available, errors }) =>
        errors.length === 0 ? (
          <p className="caregate-gap">{t(available ? "clientErrors.none" : "clientErrors.noLog")}</p>
        ) : (
          <ul className="caregate-list caregate-gap">
            {grouped(errors).map(({ last, count }) => (
              <li key={`${last.time}${last.error}`} className="caregate-client-error" data-error={last.error}>
                <div>{help(last)}</div>
                {last.reason ? (
                  <div>
                    {t("clientErrors.reason")} <span lang="en">{last.reason}</span>
                  </div>
                ) : null}
                <div className="caregate-muted">
                  {count > 1
                    ? t("clientErrors.often", { count: number(count), when: time(last.time) })
                    : t("clientErrors.once", { when: time(last.time) })}{" "}
                  <code>{last.error}</code>
                </div>
              </li>
            ))}
          </ul>
        )
      }
    </Ready>
  );
}

function useHelp(): (error: ClientError) => string {
  const { t, has } = useTexts();
  return (error) => {
    const key = `clientError.${error.error}`;
    return has(key) ? t(key, { uri: error.redirectUri ?? "–" }) : t("clientError.other", { error: error.error });
  };
}
