import { ActionGroup, Alert, Button, Checkbox, Form, FormGroup } from "../patternfly";
import { useEffect, useMemo, useRef, useState, type FormEvent } from "react";
import { Problem, type FieldError } from "../api";
import { useTexts } from "../i18n";
import { KINDS, type Client, type ClientSpec, type Environment, type Kind } from "../model";
import { pause } from "../pause";
import { asProblem, usePortal } from "../portal";
import { ProblemAlert } from "../ui";
import { checked } from "./checking";
import { AddressList, Choice, Errors, errorsAt, TextField } from "./fields";
import { KeyInput, NO_KEY, sourceOf, type KeyDraft } from "./key-input";
import type { MadeKey } from "./keys";
import { onLines } from "./lines";
import { rolesAfter, rolesFor, scopesFor } from "./scopes";

interface Draft {
  kind: Kind;
  name: string;
  description: string;
  environment: Environment;
  redirectUris: string[];
  webOrigins: string[];
  scopes: string[];
  roles: string[];
  authentication: "secret" | "keys";
  purpose: string;
}

const EMPTY: Draft = {
  kind: "web",
  name: "",
  description: "",
  environment: "production",
  redirectUris: [""],
  webOrigins: [""],
  scopes: [],
  roles: [],
  authentication: "secret",
  purpose: "",
};

const NONE: readonly string[] = [];
const hasAddresses = (kind: Kind) => kind !== "service";
const hasOrigins = (kind: Kind) => kind === "web" || kind === "spa";
const isConfidential = (kind: Kind) => kind === "web" || kind === "service";
const filled = (values: readonly string[]) => values.filter((value) => value.trim() !== "");

/** What the client has is sent back even where its kind has no such field: only an administrator can have set it. */
function specOf(draft: Draft, keys: KeyDraft, asks: boolean, client: Client | undefined): ClientSpec {
  const had = client?.roles ?? NONE;
  const roles = draft.roles.filter((role) => !had.includes(role));
  const source = draft.authentication === "keys" ? sourceOf(keys) : undefined;
  return {
    kind: draft.kind,
    name: draft.name,
    description: draft.description,
    environment: draft.environment,
    redirectUris: client || hasAddresses(draft.kind) ? filled(draft.redirectUris) : [],
    webOrigins: client || hasOrigins(draft.kind) ? filled(draft.webOrigins) : [],
    scopes: draft.scopes,
    ...(roles.length > 0 ? { roles } : {}),
    ...(isConfidential(draft.kind) ? { authentication: draft.authentication } : {}),
    ...(isConfidential(draft.kind) && source ? { keys: source } : {}),
    ...(asks ? { purpose: draft.purpose } : {}),
  };
}

export interface Sent {
  spec: ClientSpec;
  made: MadeKey | undefined;
}

/**
 * The form of a client, new or to be changed. The server checks the input by the rules that it will apply when the form
 * is sent; until then, only fields that have been filled in show problems.
 */
export function ClientForm({
  client,
  asking = false,
  send,
  cancel,
}: {
  client?: Client;
  /** Whether the roles are chosen that the client lacks. */
  asking?: boolean;
  send: (sent: Sent) => Promise<void>;
  cancel: () => void;
}) {
  const { t } = useTexts();
  const { me, config, api } = usePortal();
  const [draft, setDraft] = useState<Draft>(() => (client ? draftOf(client, asking) : EMPTY));
  const had = client?.roles ?? NONE;
  // Only an approver gives a role, whatever the mode is.
  const asks = me.registration === "approval" || draft.roles.some((role) => !had.includes(role));
  const offered = rolesFor(draft.kind, me.scopes, draft.scopes);
  const [keys, setKeys] = useState<KeyDraft>(NO_KEY);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [errors, setErrors] = useState<FieldError[]>([]);
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLDivElement>(null);
  const checking = useRef<AbortController>();
  const spec = useMemo(() => specOf(draft, keys, asks, client), [draft, keys, asks, client]);
  const set = (change: Partial<Draft>) => {
    setDraft({ ...draft, ...change });
    setTouched(new Set([...touched, ...Object.keys(change)]));
  };
  const setWith = (change: Partial<Draft>) => {
    const kind = change.kind ?? draft.kind;
    const scopes = (change.scopes ?? draft.scopes).filter(
      (name) => client !== undefined || me.scopes.some((scope) => scope.name === name && scope.kinds.includes(kind)),
    );
    set({ ...change, scopes, roles: rolesAfter(offered, rolesFor(kind, me.scopes, scopes), draft.roles) });
  };
  const setKey = (next: KeyDraft) => {
    setKeys(next);
    setTouched(new Set([...touched, ...(sourceOf(next) ? ["keys"] : [])]));
  };

  useEffect(() => {
    if (touched.size === 0) {
      return undefined;
    }
    const abort = new AbortController();
    checking.current = abort;
    const only = [...touched].join(",");
    const address = client ? `${config.apiUrl}/clients/${client.id}/check` : `${config.apiUrl}/clients/check`;
    const ask = (signal: AbortSignal) =>
      api.call<{ errors: FieldError[] }>(`${address}?only=${encodeURIComponent(only)}`, {
        method: "POST",
        body: client ? changeOf(spec) : spec,
        signal,
      });
    void checked({ ask, pause, signal: abort.signal }).then((answer) => {
      if (answer) {
        setErrors(onLines(answer.body.errors, draft));
      }
    });
    return () => abort.abort();
  }, [spec, touched, client, api, config, draft]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    // The server's answer to the whole form takes precedence over an earlier answer to the input.
    checking.current?.abort();
    setBusy(true);
    setProblem(undefined);
    send({
      spec,
      made:
        isConfidential(draft.kind) && draft.authentication === "keys" && keys.way === "make" ? keys.made : undefined,
    }).catch((error: unknown) => {
      const found = asProblem(error);
      setErrors(onLines(found.errors, draft));
      setProblem(found);
      setBusy(false);
      setTimeout(() =>
        (
          form.current?.querySelector<HTMLElement>('[aria-invalid="true"]') ??
          form.current?.querySelector<HTMLElement>('[role="alert"]')
        )?.focus(),
      );
    });
  };
  const usable = scopesFor(draft.kind, me.scopes, [...new Set([...(client?.scopes ?? NONE), ...draft.scopes])]);
  const at = (field: string) => errorsAt(errors, `#/${field}`);
  const closed = client !== undefined && me.registration === "admin-only";
  const whole = errors.filter((error) => error.pointer === "#" || error.pointer === "");
  return (
    <div ref={form} className="caregate-form">
      <Form onSubmit={submit} noValidate>
        <ProblemAlert problem={problem} />
        {whole.length > 0 ? <Errors id="whole" errors={whole} /> : null}
        {client ? null : (
          <Choice
            name="kind"
            label={t("form.kind")}
            value={draft.kind}
            change={(kind) => setWith({ kind })}
            options={KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`), hint: t(`kind.${kind}.hint`) }))}
          />
        )}
        {closed ? null : (
          <TextField
            id="name"
            label={t("form.name")}
            value={draft.name}
            change={(name) => set({ name })}
            errors={at("name")}
            hint={t("form.name.hint")}
            required
            most={80}
          />
        )}
        <TextField
          id="description"
          label={t("form.description")}
          value={draft.description}
          change={(description) => set({ description })}
          errors={at("description")}
          most={255}
        />
        {closed ? <Alert isInline variant="info" title={t("form.closed")} /> : null}
        {closed ? null : (
          <>
            <Choice
              name="environment"
              label={t("form.environment")}
              value={draft.environment}
              change={(environment) =>
                set({ environment, ...(filled(draft.redirectUris).length ? { redirectUris: draft.redirectUris } : {}) })
              }
              options={(["acceptance", "production"] as const).map((name) => ({
                value: name,
                label: t(`environment.${name}`),
                hint: t(`environment.${name}.hint`),
              }))}
            />
            {hasAddresses(draft.kind) ? (
              <AddressList
                id="redirect"
                label={t("form.redirectUris")}
                hint={t(draft.kind === "native" ? "form.redirectUris.native" : "form.redirectUris.hint")}
                values={draft.redirectUris}
                change={(redirectUris) => set({ redirectUris })}
                errors={at("redirectUris")}
                pointer="#/redirectUris"
              />
            ) : null}
            {hasOrigins(draft.kind) ? (
              <AddressList
                id="origin"
                label={t("form.webOrigins")}
                hint={t("form.webOrigins.hint")}
                values={draft.webOrigins}
                change={(webOrigins) => set({ webOrigins })}
                errors={at("webOrigins")}
                pointer="#/webOrigins"
              />
            ) : null}
            {usable.length > 0 ? (
              <FormGroup role="group" label={t("form.scopes")} fieldId="scopes">
                {usable.map((scope) => (
                  <Checkbox
                    key={scope.name}
                    id={`scope-${scope.name}`}
                    label={scope.name}
                    description={scope.description}
                    isChecked={draft.scopes.includes(scope.name)}
                    onChange={(_, on) =>
                      setWith({
                        scopes: on ? [...draft.scopes, scope.name] : draft.scopes.filter((name) => name !== scope.name),
                      })
                    }
                  />
                ))}
                <Errors id="scopes" errors={at("scopes")} />
              </FormGroup>
            ) : null}
            {offered.length > 0 ? (
              <FormGroup role="group" label={t("form.roles")} fieldId="roles">
                {offered.map(({ role, api }) => (
                  <Checkbox
                    key={role}
                    id={`role-${role}`}
                    label={role}
                    description={t(had.includes(role) ? "form.roles.had" : "form.roles.hint", { api })}
                    isChecked={draft.roles.includes(role)}
                    isDisabled={had.includes(role)}
                    onChange={(_, on) =>
                      set({ roles: on ? [...draft.roles, role] : draft.roles.filter((name) => name !== role) })
                    }
                  />
                ))}
                <Errors id="roles" errors={at("roles")} />
              </FormGroup>
            ) : null}
            {!client && isConfidential(draft.kind) ? (
              <>
                <Choice
                  name="authentication"
                  label={t("form.authentication")}
                  value={draft.authentication}
                  change={(authentication) => set({ authentication })}
                  options={(["secret", "keys"] as const).map((name) => ({
                    value: name,
                    label: t(`authentication.${name}`),
                    hint: t(`authentication.${name}.hint`),
                  }))}
                />
                {draft.authentication === "keys" ? <KeyInput draft={keys} change={setKey} errors={errors} /> : null}
              </>
            ) : null}
            {asks ? (
              <TextField
                id="purpose"
                label={t("form.purpose")}
                value={draft.purpose}
                change={(purpose) => set({ purpose })}
                errors={at("purpose")}
                hint={t("form.purpose.hint")}
                required={!client}
                long
                most={1000}
              />
            ) : null}
          </>
        )}
        <ActionGroup>
          <Button type="submit" id="send-client" isDisabled={busy} isLoading={busy}>
            {t(client ? "form.save" : asks ? "form.ask" : "form.create")}
          </Button>
          <Button variant="link" onClick={cancel}>
            {t("action.cancel")}
          </Button>
        </ActionGroup>
      </Form>
    </div>
  );
}

function draftOf(client: Client, asking: boolean): Draft {
  const lacking = asking ? client.apis.filter((api) => !api.admitted).flatMap((api) => api.roles.slice(0, 1)) : [];
  return {
    kind: client.kind,
    name: client.name,
    description: client.description,
    environment: client.environment,
    redirectUris: client.redirectUris,
    webOrigins: client.webOrigins,
    scopes: client.scopes,
    roles: [...client.roles, ...lacking],
    authentication: client.authentication === "keys" ? "keys" : "secret",
    purpose: "",
  };
}

/** The parts that may be changed later. */
export function changeOf(spec: ClientSpec): object {
  const { name, description, environment, redirectUris, webOrigins, scopes, roles, purpose } = spec;
  return {
    name,
    description,
    environment,
    redirectUris,
    webOrigins,
    scopes,
    ...(roles ? { roles } : {}),
    ...(purpose ? { purpose } : {}),
  };
}
