import { Button, Modal } from "../patternfly";
import { useState } from "react";
import { Problem } from "../api";
import { useTexts } from "../i18n";
import { asProblem, usePortal } from "../portal";
import { ProblemAlert, save } from "../ui";
import { queryOf, type Filters } from "./log";

const FORMATS = ["jsonl", "csv", "fhir", "checkpoint"] as const;
type Format = (typeof FORMATS)[number];
const ENDING: Record<Format, string> = { jsonl: "jsonl", csv: "csv", fhir: "json", checkpoint: "txt" };

/** JSON lines contain the whole log of the realm, for the verifier; the other formats contain the filtered entries. */
export function ExportButtons({ filters }: { filters: Filters }) {
  const { t } = useTexts();
  const { api, config } = usePortal();
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState<Format>();
  const [problem, setProblem] = useState<Problem>();
  const get = async (format: Format) => {
    setBusy(format);
    setProblem(undefined);
    try {
      const path =
        format === "checkpoint"
          ? "checkpoints?limit=1&format=text"
          : `export${format === "jsonl" ? "" : `?${queryOf(filters, { format })}`}`;
      const response = await api.send(`${config.auditUrl}/${path}`, { accept: "*/*" });
      // An interrupted download is not an export, and must not be kept as one.
      const whole = await response.blob().catch(() => Promise.reject(new Problem(0, "network", "", "")));
      save(`${config.realm}-${new Date().toISOString().slice(0, 10)}.${ENDING[format]}`, whole);
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(undefined);
    }
  };
  return (
    <>
      <Button id="export" variant="secondary" onClick={() => setOpen(true)}>
        {t("export.open")}
      </Button>
      <Modal isOpen={open} variant="small" title={t("export.title")} onClose={() => setOpen(false)}>
        <ProblemAlert problem={problem} />
        <ul className="caregate-plain">
          {FORMATS.map((format) => (
            <li key={format} className="caregate-gap">
              <Button
                id={`export-${format}`}
                variant="secondary"
                isLoading={busy === format}
                isDisabled={busy !== undefined}
                onClick={() => void get(format)}
              >
                {t(`export.${format}`)}
              </Button>
              <p className="caregate-muted">{t(`export.${format}.hint`)}</p>
            </li>
          ))}
        </ul>
      </Modal>
    </>
  );
}
