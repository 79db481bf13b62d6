import { Alert, Button } from "../patternfly";
import { useEffect, useRef, useState } from "react";
import type { FieldError } from "../api";
import { useTexts } from "../i18n";
import type { KeySource, PublicJwk } from "../model";
import { DownloadButton } from "../ui";
import { Choice, Errors, errorsAt, TextField } from "./fields";
import { makeKey, type Algorithm, type MadeKey } from "./keys";

export interface KeyDraft {
  way: "make" | "upload" | "url";
  algorithm: Algorithm;
  text: string;
  url: string;
  made: MadeKey | undefined;
}

export const NO_KEY: KeyDraft = { way: "make", algorithm: "RS384", text: "", url: "", made: undefined };

/** The part that is sent to the server: never a private key that was created here. */
export function sourceOf(draft: KeyDraft): KeySource | undefined {
  switch (draft.way) {
    case "make":
      return draft.made ? { jwks: { keys: [draft.made.publicJwk] } } : undefined;
    case "url":
      return draft.url.trim() ? { jwksUrl: draft.url.trim() } : undefined;
    case "upload":
      return uploaded(draft.text.trim());
  }
}

function uploaded(text: string): KeySource | undefined {
  if (!text) {
    return undefined;
  }
  if (text.startsWith("{")) {
    try {
      const json = JSON.parse(text) as { keys?: PublicJwk[] } & PublicJwk;
      return { jwks: { keys: Array.isArray(json.keys) ? json.keys : [json] } };
    } catch {
      return { pem: text };
    }
  }
  return { pem: text };
}

/** Three ways to provide a key: created in this browser, pasted or uploaded, or fetched from an address. */
export function KeyInput({
  draft,
  change,
  errors,
}: {
  draft: KeyDraft;
  change: (draft: KeyDraft) => void;
  errors: readonly FieldError[];
}) {
  const { t } = useTexts();
  const [busy, setBusy] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const isNew = useRef(false);
  useEffect(() => {
    if (draft.made && isNew.current) {
      // The key must be saved now, so this is where the reader continues.
      isNew.current = false;
      place.current?.querySelector<HTMLElement>("#private-key")?.focus();
    }
  }, [draft.made]);
  const own = errorsAt(errors, "#/keys");
  const make = () => {
    setBusy(true);
    makeKey(draft.algorithm)
      .then((made) => {
        isNew.current = true;
        change({ ...draft, made });
      })
      .finally(() => setBusy(false));
  };
  const read = (file: File | undefined) => {
    void file?.text().then((text) => change({ ...draft, text }));
  };
  return (
    <div ref={place} className="caregate-keys">
      <Choice
        name="key-way"
        label={t("keys.way")}
        value={draft.way}
        change={(way) => change({ ...draft, way })}
        options={(["make", "upload", "url"] as const).map((way) => ({
          value: way,
          label: t(`keys.${way}`),
          hint: t(`keys.${way}.hint`),
        }))}
      />
      {draft.way === "make" ? (
        <>
          <Choice
            name="key-algorithm"
            label={t("keys.algorithm")}
            value={draft.algorithm}
            change={(algorithm) => change({ ...draft, algorithm, made: undefined })}
            options={(["RS384", "ES384"] as const).map((algorithm) => ({
              value: algorithm,
              label: algorithm,
              hint: t(`keys.${algorithm}`),
            }))}
          />
          <Button id="make-key" variant="secondary" onClick={make} isDisabled={busy} isLoading={busy}>
            {t(draft.made ? "keys.makeAgain" : "keys.makeNow")}
          </Button>
          {draft.made ? <PrivateKey made={draft.made} /> : null}
          <Errors id="key-make" errors={own} />
        </>
      ) : null}
      {draft.way === "upload" ? (
        <>
          <label htmlFor="key-file">{t("keys.file")}</label>
          <input
            type="file"
            id="key-file"
            accept=".pem,.json,.jwk,.jwks,.crt,.cer,.pub"
            onChange={(event) => read(event.target.files?.[0])}
          />
          <TextField
            id="key-text"
            label={t("keys.text")}
            value={draft.text}
            change={(text) => change({ ...draft, text })}
            errors={own}
            hint={t("keys.text.hint")}
            long
            mono
          />
        </>
      ) : null}
      {draft.way === "url" ? (
        <TextField
          id="key-url"
          label={t("keys.url")}
          value={draft.url}
          change={(url) => change({ ...draft, url })}
          errors={own}
          hint={t("keys.url.hint")}
          most={255}
        />
      ) : null}
    </div>
  );
}

/** The keys that the reader has downloaded, on whatever page. */
const kept = new WeakSet<MadeKey>();

/** Whether this key is nowhere but on the page. */
export function isUnsaved(made: MadeKey | undefined): boolean {
  return made !== undefined && !kept.has(made);
}

/** The private key, for its owner to keep: no copy exists elsewhere. */
export function PrivateKey({ made, saved }: { made: MadeKey; saved?: () => void }) {
  const { t } = useTexts();
  const done = () => {
    kept.add(made);
    saved?.();
  };
  return (
    <Alert
      variant="warning"
      isInline
      title={t("keys.private.title")}
      className="caregate-gap"
      id="private-key"
      tabIndex={-1}
    >
      <p>{t("keys.private.body")}</p>
      <div className="caregate-actions caregate-gap">
        <DownloadButton
          id="private-pem"
          name="private-key.pem"
          type="application/x-pem-file"
          content={() => made.privatePem}
          label={t("keys.private.pem")}
          done={done}
        />
        <DownloadButton
          id="private-jwk"
          name="private-key.jwk.json"
          content={() => `${JSON.stringify(made.privateJwk, null, 2)}\n`}
          label={t("keys.private.jwk")}
          done={done}
        />
      </div>
    </Alert>
  );
}
