import { Alert, Button, Modal, TextArea } from "../patternfly";
import { useState } from "react";
import type { Problem } from "../api";
import { useTexts } from "../i18n";
import { asProblem, usePortal } from "../portal";
import { ProblemAlert } from "../ui";
import { checkLog, keepKey, knownKey, type Result } from "./check";
import { publicKeysOf } from "./proof";

const PROVED = 20;

/**
 * Lets the browser itself check the log: proofs of the entries that are shown, and that nothing has changed since its
 * last check.
 */
export function VerifyPanel({ seqs }: { seqs: readonly number[] }) {
  const { t } = useTexts();
  const { api, config } = usePortal();
  const [open, setOpen] = useState(false);
  const [key, setKey] = useState(() => knownKey(config));
  const [keyWrong, setKeyWrong] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [result, setResult] = useState<Result | "none">();
  const run = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      const wrong = !(await publicKeysOf(key));
      setKeyWrong(wrong);
      if (!wrong) {
        keepKey(config, key);
        setResult((await checkLog(config, api, seqs.slice(0, PROVED))) ?? "none");
      }
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button id="verify" variant="secondary" onClick={() => setOpen(true)}>
        {t("verify.open")}
      </Button>
      <Modal
        isOpen={open}
        variant="medium"
        title={t("verify.title")}
        onClose={() => setOpen(false)}
        actions={[
          <Button key="go" id="verify-go" isLoading={busy} isDisabled={busy} onClick={() => void run()}>
            {t("verify.go")}
          </Button>,
          <Button key="close" variant="link" onClick={() => setOpen(false)}>
            {t("action.close")}
          </Button>,
        ]}
      >
        <p>{t("verify.what", { count: Math.min(PROVED, seqs.length) })}</p>
        <div className="caregate-gap">
          <label htmlFor="verify-key">{t("verify.key")}</label>
          <TextArea
            id="verify-key"
            className="caregate-mono"
            rows={2}
            value={key}
            onChange={(_, value) => setKey(value)}
            validated={keyWrong ? "error" : "default"}
            aria-describedby="verify-key-hint"
            spellCheck={false}
          />
          <p id="verify-key-hint" className={keyWrong ? "caregate-error" : "caregate-muted"}>
            {t(keyWrong ? "verify.keyWrong" : "verify.keyHint")}
          </p>
        </div>
        <ProblemAlert problem={problem} />
        <div aria-live="polite">
          {result === "none" ? (
            <Alert isInline variant="warning" title={t("verify.none")} id="verify-result">
              <p>{t("status.todo.noCheckpoint")}</p>
            </Alert>
          ) : result ? (
            <Verdict result={result} />
          ) : null}
        </div>
      </Modal>
    </>
  );
}

function Verdict({ result }: { result: Result }) {
  const { t, time } = useTexts();
  const variant = result.finding === "bad" ? "danger" : result.finding === "ok" ? "success" : "info";
  return (
    <Alert isInline variant={variant} title={t(`verify.result.${result.finding}`)} id="verify-result">
      <ul className="caregate-list">
        <li>{t("verify.size", { size: Number(result.size) })}</li>
        {result.consistent === undefined ? (
          // Failed checks are not remembered.
          result.finding === "bad" ? null : (
            <li>{t("verify.first")}</li>
          )
        ) : (
          <li>
            {t(result.consistent ? "verify.consistent" : "verify.inconsistent", {
              when: result.since ? time(result.since) : "",
            })}
          </li>
        )}
        <li>{t(`proof.signed.${result.signed ?? "no-key"}`)}</li>
        <li>{t("verify.proved", { count: result.proved })}</li>
        {result.newer > 0 ? <li>{t("verify.newer", { count: result.newer })}</li> : null}
        {result.wrong.length > 0 ? <li>{t("verify.wrong", { entries: result.wrong.join(", ") })}</li> : null}
      </ul>
      {result.finding === "bad" ? <p>{t("verify.todo")}</p> : null}
    </Alert>
  );
}
