// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import axe from "axe-core";
import type { ReactNode } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Problem, type Api } from "../src/api";
import ApprovalsPage from "../src/approvals";
import { Reach } from "../src/clients/reach";
import { Created } from "../src/clients/result";
import type { Entry } from "../src/errors/log";
import SignInsPage from "../src/sign-ins/sign-ins";
import { Confirm } from "../src/ui";
import type { Config } from "../src/config";
import en from "../src/messages/en.json";
import { TextsProvider } from "../src/i18n";
import type { Client, ClientRequest, Me } from "../src/model";
import { PortalContext, type Portal } from "../src/portal";
import { Link, RouteProvider } from "../src/route";
import type { Session } from "../src/session";

const CONFIG: Config = {
  realm: "clinic",
  displayName: "Clinic",
  issuer: "https://sso.example.org/realms/clinic",
  clientId: "caregate-portal",
  portalUrl: "https://sso.example.org/portal/",
  apiUrl: "https://sso.example.org/portal/api",
  auditUrl: "https://sso.example.org/audit",
  accountUrl: "https://sso.example.org/account/",
  locales: ["en", "de"],
  defaultLocale: "en",
  registration: "approval",
  apiScope: null,
};

const ME: Me = {
  id: "me",
  username: "me",
  name: "Me",
  roles: ["developer", "client-approver"],
  registration: "approval",
  mayRegister: true,
  clients: { used: 1, most: 20 },
  scopes: [
    { name: "health-api", description: "", kinds: ["service"], api: "health-api", roles: ["health-api:system"] },
  ],
  waiting: 2,
  secretRotation: false,
  signIns: true,
};

const CLIENT: Client = {
  id: "uuid",
  clientId: "lab-abc",
  kind: "service",
  name: "Lab",
  description: "",
  environment: "production",
  enabled: true,
  redirectUris: [],
  webOrigins: [],
  scopes: ["health-api"],
  authentication: "secret",
  keys: null,
  roles: [],
  secret: null,
  apis: [{ api: "health-api", roles: ["health-api:system"], admitted: false }],
  createdAt: "2026-01-01T00:00:00Z",
  pendingRequest: null,
};

function page(
  shown: ReactNode,
  more: { api?: Partial<Api>; config?: Partial<Config>; session?: Partial<Session> } = {},
) {
  const portal: Portal = {
    config: { ...CONFIG, ...more.config },
    session: (more.session ?? {}) as Session,
    api: (more.api ?? {}) as Api,
    me: ME,
    reloadMe: vi.fn(),
  };
  const ask = (leave: () => void, stay: () => void) => (
    <Confirm
      title="Leave?"
      body=""
      action="Leave"
      close={stay}
      run={() => {
        leave();
        return Promise.resolve();
      }}
    />
  );
  return render(
    <TextsProvider first={{ locale: "en", messages: en }}>
      <PortalContext.Provider value={portal}>
        <RouteProvider ask={ask}>
          <main>
            <h1>Page</h1>
            {shown}
            <Link to="clients">Elsewhere</Link>
          </main>
        </RouteProvider>
      </PortalContext.Provider>
    </TextsProvider>,
  );
}

async function assertAccessible(): Promise<void> {
  const { violations } = await axe.run(document.body, {
    // A fragment of a page, without colours and without a place on it.
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
  });
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  expect(serious.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

beforeEach(() => window.history.replaceState(null, "", "/here"));
afterEach(cleanup);

describe("a page with a secret", () => {
  const secret = { client: CLIENT, secret: "s3cret" };
  const leave = () => fireEvent.click(screen.getByText("Elsewhere"));

  it("asks before it is left, and stays or goes as the reader says", async () => {
    page(<Created result={secret} made={undefined} />);
    leave();
    expect(window.location.pathname).toBe("/here");
    fireEvent.click(screen.getByText("Cancel"));
    expect(screen.queryByText("Leave?")).toBeNull();
    leave();
    await act(async () => fireEvent.click(document.getElementById("confirm") as HTMLElement));
    expect(window.location.pathname).toBe("/clients");
  });

  it("also asks when the browser goes back or is closed", () => {
    page(<Created result={secret} made={undefined} />);
    act(() => {
      window.history.replaceState(null, "", "/before");
      window.dispatchEvent(new PopStateEvent("popstate"));
    });
    expect(screen.getByText("Leave?")).toBeTruthy();
    expect(window.location.pathname).toBe("/here");
    const closing = new Event("beforeunload", { cancelable: true });
    window.dispatchEvent(closing);
    expect(closing.defaultPrevented).toBe(true);
  });

  it("is left without a question once the secret is copied, or if there is none", () => {
    const { unmount } = page(<Created result={secret} made={undefined} />);
    fireEvent.copy(document.getElementById("client-secret") as HTMLElement);
    leave();
    expect(window.location.pathname).toBe("/clients");
    unmount();
    window.history.replaceState(null, "", "/here");
    page(<Created result={{ client: CLIENT, secret: null }} made={undefined} />);
    leave();
    expect(window.location.pathname).toBe("/clients");
  });
});

describe("a client that cannot reach its API", () => {
  it("says which role is missing and lets its owner ask for it", async () => {
    const ask = vi.fn();
    page(<Reach client={CLIENT} ask={ask} />);
    expect(document.body.textContent).toContain("This client cannot reach health-api yet");
    expect(document.body.textContent).toContain("health-api:system");
    fireEvent.click(document.getElementById("ask-role") as HTMLElement);
    expect(ask).toHaveBeenCalledOnce();
    await assertAccessible();
  });

  it.each([
    ["a request is pending", { ...CLIENT, pendingRequest: "id" }, {}, "is pending"],
    ["only administrators register", CLIENT, { registration: "admin-only" as const }, "Ask an administrator"],
    ["it names no scope of an API", { ...CLIENT, apis: [] }, {}, "for no protected API"],
  ])("has nothing to press where %s", (_, client, config, text) => {
    page(<Reach client={client} ask={vi.fn()} />, { config });
    expect(document.body.textContent).toContain(text);
    expect(document.getElementById("ask-role")).toBeNull();
  });

  it("is not mentioned once the role is there", () => {
    page(<Reach client={{ ...CLIENT, apis: [{ api: "health-api", roles: ["r"], admitted: true }] }} />);
    expect(document.querySelector(".caregate-reach, #reach-none")).toBeNull();
  });
});

describe("an approver", () => {
  const request = (mayGive: boolean): ClientRequest => ({
    id: "id",
    action: "create",
    state: "pending",
    requester: { id: "dev", username: "dev", name: "Dev" },
    purpose: "Nightly import",
    asked: { ...CLIENT, roles: ["health-api:system"] },
    current: null,
    grants: [{ role: "health-api:system", mayGive }],
    client: null,
    clientId: null,
    secretWaits: false,
    createdAt: "2026-01-01T00:00:00Z",
    decidedAt: null,
    decider: null,
    reason: null,
  });

  async function accepting(mayGive: boolean) {
    const call = vi.fn(() => Promise.resolve({ status: 200, body: undefined, tag: null }));
    const get = vi.fn(() => Promise.resolve({ requests: [request(mayGive)], more: false }));
    page(<ApprovalsPage />, { api: { call, get } as unknown as Partial<Api> });
    await act(async () => Promise.resolve());
    fireEvent.click(document.querySelector(".caregate-accept") as HTMLElement);
    const tick = document.getElementById("give-health-api:system") as HTMLInputElement;
    const accept = () => act(async () => fireEvent.click(document.getElementById("confirm") as HTMLElement));
    return { call, tick, accept };
  }

  it("sees how many wait, gives the role with one tick, and sees what was decided", async () => {
    const { call, tick, accept } = await accepting(true);
    expect(document.getElementById("waiting")?.textContent).toContain("2");
    expect(tick.checked).toBe(false);
    fireEvent.click(tick);
    await assertAccessible();
    await accept();
    expect(call).toHaveBeenCalledWith(`${CONFIG.apiUrl}/approvals/id/accept`, {
      method: "POST",
      body: { roles: ["health-api:system"] },
    });
    expect(document.getElementById("decided")?.textContent).toContain("You have accepted Lab.");
  });

  it("gives no role without the tick", async () => {
    const { call, accept } = await accepting(true);
    await accept();
    expect(call).toHaveBeenCalledWith(`${CONFIG.apiUrl}/approvals/id/accept`, { method: "POST" });
  });

  it("cannot tick a role that they may not assign, and reads why", async () => {
    const { tick } = await accepting(false);
    expect(tick.disabled).toBe(true);
    expect(document.body.textContent).toContain("You may not assign this role.");
  });
});

describe("a user's sign-ins", () => {
  const entry = (seq: number): Entry => ({
    seq,
    id: `id-${seq}`,
    time: "2026-01-31T08:15:00.123Z",
    type: "LOGIN_ERROR",
    error: "invalid_user_credentials",
    client: "ward-app",
    user: "me",
    ip: "192.0.2.7",
    userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    details: null,
  });
  const account = (more: object) => ({ events: [entry(7)], next: null, successes: false, damagedCount: 0, ...more });

  it("say what happened, with which device, and what the server does not record", async () => {
    page(<SignInsPage />, { api: { get: vi.fn().mockResolvedValue(account({})) } });
    await screen.findByText("Firefox, Linux");
    for (const text of ["Wrong password or code", "192.0.2.7", "ward-app", "not successful ones"]) {
      expect(document.body.textContent).toContain(text);
    }
    expect(document.getElementById("damaged")).toBeNull();
    await assertAccessible();
  });

  it("go on to older ones, and say that the log is damaged", async () => {
    const get = vi
      .fn()
      .mockResolvedValueOnce(account({ next: "C7", successes: true, damagedCount: 2 }))
      .mockResolvedValueOnce(account({ events: [entry(3)] }));
    page(<SignInsPage />, { api: { get } });
    fireEvent.click(await screen.findByText("Older"));
    await waitFor(() => expect(document.getElementById("entry-id-3")).not.toBeNull());
    expect(get.mock.calls[1]?.[0]).toBe("https://sso.example.org/audit/account?cursor=C7");
    expect(document.getElementById("entry-id-7")).not.toBeNull();
    expect(document.getElementById("older")).toBeNull();
    expect(document.getElementById("damaged")).not.toBeNull();
  });

  it.each([
    ["change", "Choose a new password now", true],
    ["elsewhere", "account administrator", false],
    ["none", "has no password here", false],
  ])("that were not the user's end other sessions; the password: %s", async (password, text, button) => {
    const call = vi.fn().mockResolvedValue({ body: { sessions: 1, password } });
    page(<SignInsPage />, { api: { get: vi.fn().mockResolvedValue(account({})), call } });
    fireEvent.click(await screen.findByText("This was not me"));
    expect(call).not.toHaveBeenCalled();
    await act(async () => fireEvent.click(document.getElementById("confirm") as HTMLElement));
    expect(call).toHaveBeenCalledWith("https://sso.example.org/portal/api/sign-in-reports", {
      method: "POST",
      body: {},
    });
    const reported = document.getElementById("reported");
    expect(reported?.textContent).toContain("1 other session has ended");
    expect(reported?.textContent).toContain(text);
    expect(document.getElementById("new-password") !== null).toBe(button);
    await assertAccessible();
  });

  it("are reported only by somebody who has signed in just now", async () => {
    const call = vi.fn().mockRejectedValue(new Problem(403, "sign-in-again", "", ""));
    const signIn = vi.fn().mockResolvedValue(undefined);
    page(<SignInsPage />, {
      api: { get: vi.fn().mockResolvedValue(account({})), call },
      session: { signIn },
    });
    fireEvent.click(await screen.findByText("This was not me"));
    await act(async () => fireEvent.click(document.getElementById("confirm") as HTMLElement));
    expect(document.body.textContent).toContain("Sign in once more");
    expect(signIn).not.toHaveBeenCalled();
    await act(async () => fireEvent.click(document.getElementById("confirm") as HTMLElement));
    expect(signIn).toHaveBeenCalledWith("en", "/sign-ins?report=", true);
    expect(call).toHaveBeenCalledTimes(1);
  });

  it("are asked about at once after that sign-in", async () => {
    window.history.replaceState(null, "", "/sign-ins?report=7");
    const call = vi.fn().mockResolvedValue({ body: { sessions: 0, password: "none" } });
    page(<SignInsPage />, { api: { get: vi.fn().mockResolvedValue(account({})), call } });
    await act(async () => fireEvent.click(document.getElementById("confirm") as HTMLElement));
    expect(call.mock.calls[0]?.[1]).toEqual({ method: "POST", body: { entry: 7 } });
    expect(window.location.search).toBe("");
  });

  it("stay, with the reason, if the report fails", async () => {
    const call = vi.fn().mockRejectedValue(new Problem(429, "too-many", "", "", [], undefined, 60));
    page(<SignInsPage />, { api: { get: vi.fn().mockResolvedValue(account({})), call } });
    fireEvent.click(await screen.findByText("This was not me"));
    await act(async () => fireEvent.click(document.getElementById("confirm") as HTMLElement));
    expect(document.body.textContent).toContain("Too many requests");
    expect(document.getElementById("reported")).toBeNull();
  });
});
