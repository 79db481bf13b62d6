import { Button, Label } from "../patternfly";
import { useCallback, useState } from "react";
import { useTexts } from "../i18n";
import type { Client, ClientRequest, ClientWithSecret } from "../model";
import { useLoaded, usePortal } from "../portal";
import { Link, useRoute } from "../route";
import { PageHead, Ready } from "../ui";
import { ClientPage } from "./client";
import { ClientForm, type Sent } from "./form";
import type { MadeKey } from "./keys";
import { Asked, Created } from "./result";

export default function ClientsPage() {
  const { path } = useRoute();
  const id = path.split("/")[1];
  return id === "new" ? <NewClient /> : id ? <ClientPage key={id} id={decodeURIComponent(id)} /> : <ClientList />;
}

function ClientList() {
  const { t, time } = useTexts();
  const { api, config, me } = usePortal();
  const route = useRoute();
  const load = useCallback(
    (signal: AbortSignal) => api.get<{ clients: Client[] }>(`${config.apiUrl}/clients`, signal),
    [api, config],
  );
  const loaded = useLoaded(load);
  const full = me.clients.used >= me.clients.most;
  const add = me.mayRegister ? (
    <Button id="new-client" isDisabled={full} onClick={() => route.go("clients/new")}>
      {t("clients.new")}
    </Button>
  ) : undefined;
  return (
    <>
      <PageHead title={t("clients.title")} lead={t(me.mayRegister ? "clients.lead" : "clients.closed")} actions={add} />
      {full ? <p className="caregate-muted">{t("clients.full", { most: me.clients.most })}</p> : null}
      <Ready loaded={loaded}>
        {({ clients }) =>
          clients.length === 0 ? (
            <p className="caregate-empty">{t("clients.none")}</p>
          ) : (
            <table className="pf-v5-c-table pf-m-grid-md" aria-label={t("clients.title")} id="clients">
              <thead className="pf-v5-c-table__thead">
                <tr className="pf-v5-c-table__tr">
                  {(["name", "kind", "clientId", "environment", "created"] as const).map((name) => (
                    <th key={name} scope="col" className="pf-v5-c-table__th">
                      {t(`column.${name}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody className="pf-v5-c-table__tbody">
                {clients.map((client) => (
                  <tr key={client.id} className="pf-v5-c-table__tr">
                    <th scope="row" className="pf-v5-c-table__th" data-label={t("column.name")}>
                      <Link to={`clients/${client.id}`}>{client.name}</Link>{" "}
                      {client.enabled ? null : (
                        <Label isCompact color="red">
                          {t("client.disabled")}
                        </Label>
                      )}
                      {client.pendingRequest ? (
                        <Label isCompact color="gold">
                          {t("state.pending")}
                        </Label>
                      ) : null}
                    </th>
                    <td className="pf-v5-c-table__td" data-label={t("column.kind")}>
                      {t(`kind.${client.kind}`)}
                    </td>
                    <td className="pf-v5-c-table__td pf-m-break-word" data-label={t("column.clientId")}>
                      <code>{client.clientId}</code>
                    </td>
                    <td className="pf-v5-c-table__td" data-label={t("column.environment")}>
                      {t(`environment.${client.environment}`)}
                    </td>
                    <td className="pf-v5-c-table__td" data-label={t("column.created")}>
                      {time(client.createdAt)}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Ready>
    </>
  );
}

type Done = { created: ClientWithSecret } | { asked: ClientRequest };

function NewClient() {
  const { t } = useTexts();
  const { api, config, me, reloadMe } = usePortal();
  const route = useRoute();
  const [done, setDone] = useState<{ what: Done; made: MadeKey | undefined }>();
  const send = async ({ spec, made }: Sent) => {
    const answer = await api.call<unknown>(`${config.apiUrl}/clients`, { method: "POST", body: spec });
    setDone({
      what:
        answer.status === 202 ? { asked: answer.body as ClientRequest } : { created: answer.body as ClientWithSecret },
      made,
    });
    document.getElementById("caregate-main")?.focus();
    reloadMe();
  };
  if (done) {
    return "created" in done.what ? (
      <Created result={done.what.created} made={done.made} />
    ) : (
      <Asked request={done.what.asked} made={done.made} />
    );
  }
  return (
    <>
      <PageHead
        title={t("clients.new")}
        lead={t(me.registration === "approval" ? "form.lead.approval" : "form.lead")}
      />
      <ClientForm send={send} cancel={() => route.go("clients")} />
    </>
  );
}
