import { Alert, Button, Drawer, DrawerActions, DrawerCloseButton, DrawerContent, DrawerContentBody, DrawerHead, DrawerPanelBody, DrawerPanelContent, Label, Spinner } from "@patternfly/react-core";
import { useCallback, useEffect, useRef, useState, type ReactNode } from "react";
import { useTexts } from "../i18n";
import { useLoaded, usePortal } from "../portal";
import { Facts, ProblemAlert } from "../ui";
import { knownKey } from "./check";
import type { Entry, Page } from "./log";
import { headOf, isIncluded, publicKeyOf, signedBy, type ProvedEntry, type Signed } from "./proof";

interface Checked {
  proved: ProvedEntry;
  included: boolean;
  signed: Signed | undefined;
}

export function WithDetails({ entry, close, children }: { entry: Entry | undefined; close: () => void; children: ReactNode }) {
  return (
    <Drawer isExpanded={entry !== undefined} isInline={false} className="caregate-drawer">
      <DrawerContent panelContent={entry ? <Panel key={entry.id} entry={entry} close={close} /> : null}>
        <DrawerContentBody>{children}</DrawerContentBody>
      </DrawerContent>
    </Drawer>
  );
}

/** Everything that the log has of one entry, and the proof that it is in the log. */
function Panel({ entry, close }: { entry: Entry; close: () => void }) {
  const { t, time } = useTexts();
  const heading = useRef<HTMLHeadingElement>(null);
  const seq = useSeq(entry);
  useEffect(() => {
    heading.current?.focus();
    const escape = (event: KeyboardEvent) => event.key === "Escape" && close();
    window.addEventListener("keydown", escape);
    return () => window.removeEventListener("keydown", escape);
  }, [close]);
  const { details, ...others } = entry;
  const fields = { ...others, seq };
  return (
    <DrawerPanelContent id="entry-details" aria-label={t("entry.title")}>
      <DrawerHead>
        <h2 ref={heading} tabIndex={-1}>{t("entry.title")}</h2>
        <DrawerActions>
          <DrawerCloseButton onClick={close} aria-label={t("action.close")} />
        </DrawerActions>
      </DrawerHead>
      <DrawerPanelBody>
        {seq === null ? <Alert variant="info" isInline title={t("proof.waiting")} /> : <Proof seq={seq} />}
        <Facts
          facts={Object.entries(fields)
            .filter(([, value]) => value !== null && value !== undefined)
            .map(([name, value]) => [name, name === "time" ? `${time(entry.time)} (${entry.time})` : String(value)])}
        />
        {details && Object.keys(details).length > 0 ? (
          <>
            <h3>{t("entry.details")}</h3>
            <Facts facts={Object.entries(details)} />
          </>
        ) : null}
      </DrawerPanelBody>
    </DrawerPanelContent>
  );
}

const LOOK_MS = 2000;

/** The entry's number; an entry that has none yet gets it when it is sealed, mostly in a moment. */
function useSeq(entry: Entry): number | null {
  const { api, config } = usePortal();
  const [seq, setSeq] = useState(entry.seq);
  useEffect(() => {
    if (seq !== null) {
      return undefined;
    }
    const query = new URLSearchParams({ type: entry.type, text: entry.id, limit: "1" });
    const look = () =>
      api.get<Page>(`${config.auditUrl}/events?${query}`).then(
        (page) => setSeq(page.events.find((found) => found.id === entry.id)?.seq ?? null),
        () => undefined,
      );
    const timer = setInterval(() => void look(), LOOK_MS);
    return () => clearInterval(timer);
  }, [api, config, entry, seq]);
  return seq;
}

function Proof({ seq }: { seq: number }) {
  const { t, number } = useTexts();
  const { api, config } = usePortal();
  const load = useCallback(
    async (signal: AbortSignal): Promise<Checked> => {
      const proved = await api.get<ProvedEntry>(`${config.auditUrl}/events/${seq}`, signal);
      const key = await publicKeyOf(knownKey(config));
      return {
        proved,
        included: await isIncluded(proved),
        signed: key && proved.checkpoint ? await signedBy(headOf(proved.checkpoint), key) : undefined,
      };
    },
    [api, config, seq],
  );
  const loaded = useLoaded(load);
  if (loaded.problem) {
    return <ProblemAlert problem={loaded.problem} retry={loaded.reload} />;
  }
  if (!loaded.data) {
    return <Spinner size="md" aria-label={t("start.loading")} />;
  }
  const { proved, included, signed } = loaded.data;
  if (proved.checkpoint === null) {
    return (
      <Alert variant="info" isInline title={t("proof.waiting")} id="proof">
        <Button variant="link" isInline onClick={loaded.reload}>{t("action.retry")}</Button>
      </Alert>
    );
  }
  const good = included && signed !== "no";
  return (
    <Alert variant={good ? "success" : "danger"} isInline title={t(good ? "proof.good" : "proof.bad")} id="proof">
      <p>{t(included ? "proof.included" : "proof.notIncluded", { size: number(Number(headOf(proved.checkpoint).size)) })}</p>
      <p>{t(`proof.signed.${signed ?? "no-key"}`)}</p>
      {proved.payload === null ? <Label>{t("proof.erased")}</Label> : null}
    </Alert>
  );
}
