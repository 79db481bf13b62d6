import { Alert, Button, Bullseye, Modal, Spinner } from "./patternfly";
import CheckIcon from "@patternfly/react-icons/dist/esm/icons/check-icon";
import CopyIcon from "@patternfly/react-icons/dist/esm/icons/copy-icon";
import DownloadIcon from "@patternfly/react-icons/dist/esm/icons/download-icon";
import { useEffect, useState, type ReactNode } from "react";
import type { Problem } from "./api";
import { useTexts } from "./i18n";
import { asProblem, type Loaded } from "./portal";

/** The heading of a page; it also names the browser's tab. */
export function PageHead({ title, lead, actions }: { title: string; lead?: string; actions?: ReactNode }) {
  const { t } = useTexts();
  useEffect(() => {
    document.title = `${title} – ${t("brand")}`;
  }, [title, t]);
  return (
    <header className="caregate-head">
      <div>
        <h1>{title}</h1>
        {lead ? <p className="caregate-lead">{lead}</p> : null}
      </div>
      {actions ? <div className="caregate-actions">{actions}</div> : null}
    </header>
  );
}

/** The text for a failure: what happened, and what to do. */
export function useProblemText(): (problem: Problem) => { title: string; detail: string } {
  const { t, number } = useTexts();
  return (problem) => {
    if (problem.status === 0) {
      return { title: t("problem.network.title"), detail: t("problem.network.detail") };
    }
    if (problem.status === 429) {
      const detail = problem.retryAfter
        ? t("problem.rate.wait", { minutes: number(Math.max(1, Math.ceil(problem.retryAfter / 60))) })
        : t("problem.rate.detail");
      return { title: t("problem.rate.title"), detail };
    }
    if (problem.title) {
      return { title: problem.title, detail: problem.detail };
    }
    switch (problem.status) {
      case 400:
        return { title: t("problem.bad.title"), detail: problem.detail };
      case 401:
        return { title: t("ended.title"), detail: t("ended.body") };
      case 403:
        return { title: t("problem.forbidden.title"), detail: t("problem.forbidden.detail") };
      case 404:
        return { title: t("problem.notFound.title"), detail: t("problem.notFound.detail") };
      default:
        return { title: t("problem.server.title"), detail: t("problem.server.detail") };
    }
  };
}

export function ProblemAlert({
  problem,
  retry,
  listed = false,
}: {
  problem: Problem | undefined;
  retry?: () => void;
  /** Whether the problems of fields are part of it, because the page has no such fields. */
  listed?: boolean;
}) {
  const { t } = useTexts();
  const text = useProblemText();
  if (!problem) {
    return null;
  }
  const { title, detail } = text(problem);
  return (
    <Alert variant="danger" isInline title={title} className="caregate-gap" role="alert">
      <p>{detail}</p>
      {listed && problem.errors.length > 0 ? (
        <ul>
          {problem.errors.map((error) => (
            <li key={error.pointer + error.code} data-code={error.code}>
              {error.detail}
              {error.reason ? <span lang="en"> {error.reason}</span> : null}
            </li>
          ))}
        </ul>
      ) : null}
      {problem.reference ? <p>{t("problem.reference", { reference: problem.reference })}</p> : null}
      {retry ? (
        <Button variant="link" isInline onClick={retry}>
          {t("action.retry")}
        </Button>
      ) : null}
    </Alert>
  );
}

/** The loaded data, or why it is missing. What was loaded before stays: a secret may be shown beside it. */
export function Ready<T>({ loaded, children }: { loaded: Loaded<T>; children: (data: T) => ReactNode }) {
  const { t } = useTexts();
  if (loaded.problem && loaded.data === undefined) {
    return <ProblemAlert problem={loaded.problem} retry={loaded.reload} />;
  }
  if (loaded.data === undefined) {
    return (
      <Bullseye>
        <Spinner aria-label={t("start.loading")} />
      </Bullseye>
    );
  }
  return (
    <>
      {loaded.problem ? <ProblemAlert problem={loaded.problem} retry={loaded.reload} /> : null}
      {children(loaded.data)}
    </>
  );
}

export function CopyButton({ text, label, done }: { text: string; label: string; done?: (() => void) | undefined }) {
  const { t } = useTexts();
  const [copied, setCopied] = useState(false);
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => {
        setCopied(true);
        done?.();
      },
      () => setCopied(false),
    );
  };
  useEffect(() => {
    if (copied) {
      const timer = setTimeout(() => setCopied(false), 3000);
      return () => clearTimeout(timer);
    }
    return undefined;
  }, [copied]);
  return (
    <Button
      variant="secondary"
      size="sm"
      icon={copied ? <CheckIcon /> : <CopyIcon />}
      onClick={copy}
      aria-label={label}
    >
      <span aria-live="polite">{copied ? t("action.copied") : t("action.copy")}</span>
    </Button>
  );
}

/** A value to copy for use elsewhere. */
export function Value({
  id,
  label,
  text,
  copied,
}: {
  id: string;
  label: string;
  text: string;
  copied?: (() => void) | undefined;
}) {
  const { t } = useTexts();
  return (
    <div className="caregate-value">
      <span className="caregate-value-label" id={`${id}-label`}>
        {label}
      </span>
      <code id={id} aria-labelledby={`${id}-label`} onCopy={copied}>
        {text}
      </code>
      <CopyButton text={text} label={t("action.copyWhat", { what: label })} done={copied} />
    </div>
  );
}

export function Code({ text, label }: { text: string; label: string }) {
  const { t } = useTexts();
  return (
    <div className="caregate-code">
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard */}
      <pre tabIndex={0} role="region" aria-label={label}>
        {text}
      </pre>
      <CopyButton text={text} label={t("action.copyWhat", { what: label })} />
    </div>
  );
}

/** Gives the reader a file that was created in this browser. */
export function save(name: string, content: string | Blob, type = "application/json"): void {
  const blob = typeof content === "string" ? new Blob([content], { type }) : content;
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export function DownloadButton({
  id,
  name,
  content,
  type,
  label,
  primary = false,
  done,
}: {
  id?: string;
  name: string;
  content: () => string;
  type?: string;
  label: string;
  primary?: boolean;
  done?: (() => void) | undefined;
}) {
  return (
    <Button
      {...(id ? { id } : {})}
      variant={primary ? "primary" : "secondary"}
      icon={<DownloadIcon />}
      onClick={() => {
        save(name, content(), type);
        done?.();
      }}
    >
      {label}
    </Button>
  );
}

/** Asks for confirmation of an irreversible action, and performs it. */
export function Confirm({
  title,
  body,
  action,
  danger = true,
  ready = true,
  close,
  run,
  children,
}: {
  title: string;
  body: string;
  action: string;
  danger?: boolean;
  /** Whether everything that the action needs is filled in. */
  ready?: boolean;
  close: () => void;
  run: () => Promise<void>;
  children?: ReactNode;
}) {
  const { t } = useTexts();
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const go = () => {
    setBusy(true);
    run().catch((error: unknown) => {
      setBusy(false);
      setProblem(asProblem(error));
    });
  };
  return (
    <Modal
      isOpen
      variant="small"
      title={title}
      onClose={close}
      actions={[
        <Button key="go" id="confirm" variant={danger ? "danger" : "primary"} onClick={go} isDisabled={busy || !ready}>
          {action}
        </Button>,
        <Button key="cancel" variant="link" onClick={close}>
          {t("action.cancel")}
        </Button>,
      ]}
    >
      <ProblemAlert problem={problem} listed />
      <p>{body}</p>
      {children}
    </Modal>
  );
}

/** Names and values, one below the other. */
export function Facts({ facts }: { facts: [string, ReactNode][] }) {
  return (
    <dl className="caregate-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
