import { Alert, Button, Modal } from "../patternfly";
import { useCallback, useState, type FormEvent } from "react";
import type { Problem } from "../api";
import { useTexts } from "../i18n";
import type { Client, ClientRequest } from "../model";
import { asProblem, useLoaded, usePortal } from "../portal";
import { Link, useRoute } from "../route";
import { Confirm, Facts, PageHead, ProblemAlert, Ready, Value } from "../ui";
import { useUnsaved } from "../unsaved";
import { Connect } from "./connect";
import { changeOf, ClientForm, type Sent } from "./form";
import { isUnsaved, KeyInput, NO_KEY, PrivateKey, sourceOf, type KeyDraft } from "./key-input";
import type { MadeKey } from "./keys";
import { Problems } from "./problems";
import { Reach } from "./reach";

/** One client of the developer's own. */
export function ClientPage({ id }: { id: string }) {
  const { api, config } = usePortal();
  const load = useCallback(
    (signal: AbortSignal) => api.call<Client>(`${config.apiUrl}/clients/${encodeURIComponent(id)}`, { signal }),
    [api, config, id],
  );
  const loaded = useLoaded(load);
  return (
    <Ready loaded={loaded}>{({ body, tag }) => <Shown client={body} tag={tag ?? ""} reload={loaded.reload} />}</Ready>
  );
}

type Doing = "nothing" | "edit" | "ask" | "rotate" | "keys" | "delete";

interface NewSecret {
  secret: string;
  previousValidUntil: string | null;
}

function Shown({ client, tag, reload }: { client: Client; tag: string; reload: () => void }) {
  const { t, time } = useTexts();
  const { api, config, reloadMe } = usePortal();
  const route = useRoute();
  const [doing, setDoing] = useState<Doing>("nothing");
  const [fresh, setFresh] = useState<NewSecret>();
  const [made, setMade] = useState<MadeKey>();
  const [asked, setAsked] = useState(false);
  const address = `${config.apiUrl}/clients/${client.id}`;
  const isService = client.kind === "service";
  const secretSaved = useUnsaved(fresh);
  const keySaved = useUnsaved(isUnsaved(made) ? made : undefined);
  const stop = () => setDoing("nothing");

  const change = async ({ spec }: Sent) => {
    const answer = await api.call<Client | ClientRequest>(address, {
      method: "PUT",
      body: changeOf(spec),
      ifMatch: tag,
    });
    setAsked(answer.status === 202);
    stop();
    reload();
  };
  const rotate = async () => {
    const answer = await api.call<NewSecret>(`${address}/secret`, { method: "POST" });
    setFresh(answer.body);
    stop();
    reload();
  };
  const remove = async () => {
    await api.call(address, { method: "DELETE" });
    reloadMe();
    route.leave("clients");
  };

  if (doing === "edit" || doing === "ask") {
    return (
      <>
        <PageHead title={t("client.edit", { name: client.name })} />
        <ClientForm client={client} asking={doing === "ask"} send={change} cancel={stop} />
      </>
    );
  }
  return (
    <>
      <p>
        <Link to="clients">{t("client.back")}</Link>
      </p>
      <PageHead
        title={client.name}
        {...(client.description ? { lead: client.description } : {})}
        actions={
          <>
            <Button id="edit" variant="secondary" onClick={() => setDoing("edit")}>
              {t("action.edit")}
            </Button>
            {client.authentication === "secret" ? (
              <Button id="rotate" variant="secondary" onClick={() => setDoing("rotate")}>
                {t("client.rotate")}
              </Button>
            ) : null}
            {client.authentication === "keys" ? (
              <Button id="replace-keys" variant="secondary" onClick={() => setDoing("keys")}>
                {t("client.replaceKeys")}
              </Button>
            ) : null}
            <Button id="delete" variant="danger" onClick={() => setDoing("delete")}>
              {t("action.delete")}
            </Button>
          </>
        }
      />
      {client.enabled ? null : (
        <Alert variant="warning" isInline title={t("client.disabled.long")} className="caregate-gap" />
      )}
      {asked || client.pendingRequest ? (
        <Alert variant="info" isInline title={t("client.pending")} className="caregate-gap">
          <Link to="requests">{t("asked.go")}</Link>
        </Alert>
      ) : null}
      <Reach client={client} ask={() => setDoing("ask")} />
      <div className="caregate-card caregate-gap">
        <Value id="client-id" label={t("client.id")} text={client.clientId} />
        {fresh ? (
          <>
            <Value id="client-secret" label={t("client.secret")} text={fresh.secret} copied={secretSaved} />
            <Alert variant="warning" isInline title={t("created.secret")} className="caregate-gap">
              {fresh.previousValidUntil ? (
                <p>{t("client.overlap", { until: time(fresh.previousValidUntil) })}</p>
              ) : null}
            </Alert>
          </>
        ) : null}
        {made ? <PrivateKey made={made} saved={keySaved} /> : null}
        <Facts
          facts={[
            [t("column.kind"), t(`kind.${client.kind}`)],
            [t("column.environment"), t(`environment.${client.environment}`)],
            ...(client.redirectUris.length
              ? [[t("form.redirectUris"), <Lines key="r" values={client.redirectUris} />] as [string, React.ReactNode]]
              : []),
            ...(client.webOrigins.length
              ? [[t("form.webOrigins"), <Lines key="w" values={client.webOrigins} />] as [string, React.ReactNode]]
              : []),
            [t("form.scopes"), client.scopes.join(", ") || t("client.noScopes")],
            ...client.apis.map(
              ({ api, roles }) =>
                [
                  t("client.api", { api }),
                  t(`client.api.${isService ? "service" : "users"}`, { roles: roles.join(", ") }),
                ] as [string, React.ReactNode],
            ),
            [t("form.authentication"), t(`authentication.${client.authentication}`)],
            ...(client.keys
              ? [
                  [
                    t("client.keys"),
                    client.keys.jwksUrl ?? client.keys.keys.map((key) => `${key.alg} ${key.kid}`).join(", "),
                  ] as [string, React.ReactNode],
                ]
              : []),
            ...(client.secret?.createdAt
              ? [[t("client.secretSince"), time(client.secret.createdAt)] as [string, React.ReactNode]]
              : []),
            ...(client.secret?.validUntil
              ? [[t("client.secretUntil"), time(client.secret.validUntil)] as [string, React.ReactNode]]
              : []),
            [t("column.created"), time(client.createdAt)],
          ]}
        />
      </div>
      <Problems id={client.id} />
      <Connect clientId={client.clientId} client={client} secret={fresh?.secret} made={made} />
      {doing === "rotate" ? (
        <Confirm
          title={t("client.rotate")}
          body={t("client.rotate.body")}
          action={t("client.rotate")}
          close={stop}
          run={rotate}
        />
      ) : null}
      {doing === "delete" ? (
        <Confirm
          title={t("client.delete", { name: client.name })}
          body={t("client.delete.body", { name: client.name, id: client.clientId })}
          action={t("action.delete")}
          close={stop}
          run={remove}
        />
      ) : null}
      {doing === "keys" ? (
        <ReplaceKeys
          address={address}
          close={stop}
          done={(key) => {
            setMade(key);
            stop();
            reload();
          }}
        />
      ) : null}
    </>
  );
}

function Lines({ values }: { values: readonly string[] }) {
  return (
    <>
      {values.map((value) => (
        <div key={value}>
          <code>{value}</code>
        </div>
      ))}
    </>
  );
}

function ReplaceKeys({
  address,
  close,
  done,
}: {
  address: string;
  close: () => void;
  done: (made: MadeKey | undefined) => void;
}) {
  const { t } = useTexts();
  const { api } = usePortal();
  const [draft, setDraft] = useState<KeyDraft>(NO_KEY);
  const [problem, setProblem] = useState<Problem>();
  const source = sourceOf(draft);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    api.call(`${address}/keys`, { method: "PUT", body: source }).then(
      () => done(draft.way === "make" ? draft.made : undefined),
      (error: unknown) => setProblem(asProblem(error)),
    );
  };
  // Here the body contains only the keys, so pointers begin at the root.
  const errors = (problem?.errors ?? []).map((error) => ({
    ...error,
    pointer: error.pointer.startsWith("#/keys") ? error.pointer : `#/keys${error.pointer.slice(1)}`,
  }));
  return (
    <Modal isOpen variant="medium" title={t("client.replaceKeys")} onClose={close}>
      <form onSubmit={submit}>
        <ProblemAlert problem={problem} />
        <p>{t("client.replaceKeys.body")}</p>
        <KeyInput draft={draft} change={setDraft} errors={errors} />
        <div className="caregate-actions caregate-gap">
          <Button type="submit" id="send-keys" isDisabled={!source}>
            {t("client.replaceKeys")}
          </Button>
          <Button variant="link" onClick={close}>
            {t("action.cancel")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
