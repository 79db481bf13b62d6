import { Alert, Button, Label, Spinner } from "../patternfly";
import CloseIcon from "@patternfly/react-icons/dist/esm/icons/times-icon";
import { useCallback, useEffect, useRef, useState, type ReactNode } from "react";
import { createPortal } from "react-dom";
import type { Config } from "../config";
import { useTexts } from "../i18n";
import { useLoaded, usePortal } from "../portal";
import { Link } from "../route";
import { Facts, ProblemAlert } from "../ui";
import { knownKey } from "./check";
import { provedBy } from "./grammar";
import { ALL, type Entry, type Page, type Status } from "./log";
import {
  headOf,
  isIncluded,
  isSame,
  publicKeysOf,
  signedByAny,
  verdictOf,
  type ProvedEntry,
  type Signed,
} from "./proof";
import { unprovable } from "./status";

interface Checked {
  /** Nothing if the answer is outside the grammar. */
  proved: ProvedEntry | undefined;
  included: boolean;
  /** Whether the proof is for the entry that is shown here. */
  shown: boolean;
  signed: Signed | undefined;
}

/**
 * Everything that the log has about one entry, and the proof that it is in the log; next to the page, above all of it.
 */
export function Details({
  entry,
  status,
  close,
  own = false,
  children,
}: {
  entry: Entry;
  status: Status | undefined;
  close: () => void;
  /** Whether it is about the reader's own account. Then the log shows them nothing else, and they have no key. */
  own?: boolean;
  children?: ReactNode;
}) {
  const { t, time } = useTexts();
  const heading = useRef<HTMLHeadingElement>(null);
  const seq = useSeq(entry, own);
  useEffect(() => {
    heading.current?.focus();
    const escape = (event: KeyboardEvent) => event.key === "Escape" && close();
    window.addEventListener("keydown", escape);
    return () => window.removeEventListener("keydown", escape);
  }, [close]);
  const { details, ...others } = entry;
  const fields = { ...others, seq };
  return createPortal(
    <aside id="entry-details" className="caregate-details" aria-label={t("entry.title")}>
      <header className="caregate-details-head">
        <h2 ref={heading} tabIndex={-1}>
          {t("entry.title")}
        </h2>
        <Button variant="plain" id="close-details" onClick={close} aria-label={t("action.close")}>
          <CloseIcon />
        </Button>
      </header>
      <div aria-live="polite">
        {seq === null ? (
          <Alert variant="info" isInline title={t("proof.unsealed")} />
        ) : (
          <Proof seq={seq} entry={entry} status={status} own={own} />
        )}
      </div>
      {children}
      <Facts
        facts={Object.entries(fields)
          .filter(([, value]) => value !== null && value !== undefined)
          .map(([name, value]) => [
            name,
            name === "time" ? (
              `${time(entry.time)} (${entry.time})`
            ) : (name === "ip" || name === "user") && value && !own ? (
              <>
                {String(value)}{" "}
                <Link to={`errors?${new URLSearchParams({ type: ALL, [name]: String(value) })}`}>
                  {t(`entry.same.${name}`)}
                </Link>
              </>
            ) : (
              String(value)
            ),
          ])}
      />
      {details && Object.keys(details).length > 0 ? (
        <>
          <h3>{t("entry.details")}</h3>
          <Facts facts={Object.entries(details)} />
        </>
      ) : null}
    </aside>,
    document.body,
  );
}

/** Green only if the signature was checked too: without it, the server could have made the whole tree. */
const COLOR = { good: "success", unsigned: "info", bad: "danger" } as const;

const FIRST_LOOK_MS = 1000;
const LAST_LOOK_MS = 30_000;

/**
 * The entry's number; an entry without one gets it when it is sealed, usually within moments. Each look is an entry.
 */
function useSeq(entry: Entry, own: boolean): number | null {
  const { api, config } = usePortal();
  const [found, setFound] = useState<number | null>(null);
  const seq = entry.seq ?? found;
  const [wait, setWait] = useState(FIRST_LOOK_MS);
  useEffect(() => {
    if (seq !== null) {
      return undefined;
    }
    const query = new URLSearchParams({ type: entry.type, text: entry.id, limit: "1" });
    const look = () =>
      api
        .get<Page>(own ? placeOf(config, own) : `${placeOf(config, own)}?${query}`)
        .then((page) => setFound(page.events.find((one) => one.id === entry.id)?.seq ?? null))
        .catch(() => undefined)
        .finally(() => setWait(Math.min(LAST_LOOK_MS, wait * 2)));
    const timer = setTimeout(() => void look(), wait);
    return () => clearTimeout(timer);
  }, [api, config, entry, own, seq, wait]);
  return seq;
}

function placeOf(config: Config, own: boolean): string {
  return `${config.auditUrl}/${own ? "account" : "events"}`;
}

/** A checkpoint covers an entry within a second or so; after this many attempts the reader must ask. */
const CHECKPOINT_LOOK_MS = 2_000;
const CHECKPOINT_LOOKS = 6;

function Proof({ seq, entry, status, own }: { seq: number; entry: Entry; status: Status | undefined; own: boolean }) {
  const { t } = useTexts();
  const { api, config } = usePortal();
  const load = useCallback(
    async (signal: AbortSignal): Promise<Checked> => {
      const proved = await provedBy(api.strictly(`${placeOf(config, own)}/${seq}`, signal));
      const keys = (await publicKeysOf(knownKey(config))) ?? [];
      return {
        proved,
        included: proved?.seq === seq && (await isIncluded(proved)),
        shown: !proved || proved.payload === null || isSame(proved.payload, entry),
        signed: proved?.checkpoint ? await signedByAny(headOf(proved.checkpoint), keys) : undefined,
      };
    },
    [api, config, seq, entry, own],
  );
  const loaded = useLoaded(load);
  const never = unprovable(status);
  const waits = loaded.data?.proved?.checkpoint === null && !never;
  const [looks, setLooks] = useState(0);
  const { reload } = loaded;
  useEffect(() => {
    if (!waits || looks >= CHECKPOINT_LOOKS) {
      return undefined;
    }
    const timer = setTimeout(() => {
      setLooks(looks + 1);
      reload();
    }, CHECKPOINT_LOOK_MS);
    return () => clearTimeout(timer);
  }, [waits, looks, reload]);
  if (loaded.problem) {
    return <ProblemAlert problem={loaded.problem} retry={loaded.reload} />;
  }
  if (!loaded.data) {
    return <Spinner size="md" aria-label={t("start.loading")} />;
  }
  const { proved, included, shown, signed } = loaded.data;
  if (proved?.checkpoint === null) {
    return (
      <Alert
        variant={never ? "warning" : "info"}
        isInline
        title={t(never ? "proof.never" : "proof.waiting")}
        id="proof"
      >
        {never ? <p>{t(`status.todo.${never}`)}</p> : null}
        <Button variant="link" isInline onClick={reload}>
          {t("action.retry")}
        </Button>
      </Alert>
    );
  }
  const verdict = verdictOf(included && shown, signed);
  return (
    <Alert variant={COLOR[verdict]} isInline title={t(`proof.${verdict}`)} id="proof">
      {proved?.checkpoint ? (
        <p>
          {t(included ? "proof.included" : "proof.notIncluded", {
            size: Number(headOf(proved.checkpoint).size),
          })}
        </p>
      ) : (
        <p>{t("proof.malformed")}</p>
      )}
      {shown ? null : <p>{t("proof.notShown")}</p>}
      <p>{own && signed === undefined ? t("signIns.signature") : t(`proof.signed.${signed ?? "no-key"}`)}</p>
      {proved?.payload === null ? <Label>{t("proof.erased")}</Label> : null}
    </Alert>
  );
}
