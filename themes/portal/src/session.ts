import * as oauth from "oauth4webapi";
import type { Config } from "./config";

/** The user is no longer signed in; only a new sign-in helps. */
export class SessionEndedError extends Error {}

/** The authorization server has refused; `code` is OAuth's error code. */
export class RefusedError extends Error {
  constructor(
    readonly code: string,
    readonly description: string,
  ) {
    super(code);
  }
}

interface Pending {
  verifier: string;
  nonce: string;
  route: string;
}

interface Tokens {
  access: string;
  refresh: string | undefined;
  idToken: string | undefined;
  expires: number;
}

const KEY = "caregate-portal:";
const SIGNED_OUT = "signed-out";
const EARLY_MS = 15_000;
const NOBODY = ["login_required", "interaction_required", "account_selection_required"];

/**
 * The signed-in user. Tokens are only in memory. Since the portal has the origin of the authorization server, a request
 * with `prompt=none` needs neither a frame nor a second window: `fetch` follows the redirect back to the portal, and
 * the answer is in its final address. So a reload shows no sign-in page, and a token with another scope can be
 * requested in addition to the portal's own.
 */
export class Session {
  private tokens: Tokens | undefined;
  private renewal: Promise<Tokens> | undefined;

  private constructor(
    private readonly config: Config,
    private readonly server: oauth.AuthorizationServer,
    private readonly client: oauth.Client,
  ) {}

  static async open(config: Config): Promise<Session> {
    const issuer = new URL(config.issuer);
    const response = await oauth.discoveryRequest(issuer, insecure(config));
    const server = await oauth.processDiscoveryResponse(issuer, response);
    return new Session(config, server, { client_id: config.clientId });
  }

  /**
   * Signs in by the parameters in the address, or silently. Returns the route to show, or nothing if a redirect
   * follows.
   */
  async begin(locale: string): Promise<string | undefined> {
    const here = new URL(window.location.href);
    const state = here.searchParams.get("state");
    if (state === SIGNED_OUT) {
      return undefined;
    }
    if (state && (here.searchParams.has("code") || here.searchParams.has("error"))) {
      const stored = sessionStorage.getItem(KEY + state);
      sessionStorage.removeItem(KEY + state);
      if (stored) {
        const pending = JSON.parse(stored) as Pending;
        this.tokens = await this.exchange(here, state, pending, true);
        return pending.route;
      }
    }
    const route = here.pathname + withoutAnswer(here);
    try {
      this.tokens = await this.silently("openid");
      return route;
    } catch (error) {
      if (error instanceof SessionEndedError) {
        await this.signIn(locale, route);
        return undefined;
      }
      throw error;
    }
  }

  static isSignedOut(): boolean {
    return new URL(window.location.href).searchParams.get("state") === SIGNED_OUT;
  }

  /** Leaves for the sign-in page and returns to the route; `again` even if the user is signed in. */
  async signIn(locale: string, route: string, again = false): Promise<void> {
    const { url, state, pending } = await this.request("openid", route);
    url.searchParams.set("ui_locales", locale);
    if (again) {
      url.searchParams.set("prompt", "login");
    }
    sessionStorage.setItem(KEY + state, JSON.stringify(pending));
    window.location.assign(url);
  }

  /** An access token of the portal that is valid for at least a few more seconds. */
  async token(): Promise<string> {
    if (!this.tokens || this.tokens.expires - EARLY_MS < Date.now()) {
      this.renewal ??= this.renew().finally(() => {
        this.renewal = undefined;
      });
      this.tokens = await this.renewal;
    }
    return this.tokens.access;
  }

  /** A token with another scope for the signed-in user, never mixed with the portal's own. */
  async tokenFor(scope: string): Promise<string> {
    return (await this.silently(scope)).access;
  }

  signOut(): void {
    const url = new URL(this.server.end_session_endpoint ?? this.config.portalUrl);
    url.searchParams.set("client_id", this.config.clientId);
    url.searchParams.set("post_logout_redirect_uri", this.config.portalUrl);
    url.searchParams.set("state", SIGNED_OUT);
    if (this.tokens?.idToken) {
      url.searchParams.set("id_token_hint", this.tokens.idToken);
    }
    this.tokens = undefined;
    window.location.assign(url);
  }

  private async renew(): Promise<Tokens> {
    const refresh = this.tokens?.refresh;
    if (refresh) {
      try {
        const response = await oauth.refreshTokenGrantRequest(
          this.server,
          this.client,
          oauth.None(),
          refresh,
          insecure(this.config),
        );
        const answer = await oauth.processRefreshTokenResponse(this.server, this.client, response);
        return tokensOf(answer, this.tokens?.idToken);
      } catch (error) {
        if (!(error instanceof oauth.ResponseBodyError)) {
          throw error;
        }
      }
    }
    return await this.silently("openid");
  }

  private async silently(scope: string): Promise<Tokens> {
    const { url, state, pending } = await this.request(scope, "");
    url.searchParams.set("prompt", "none");
    const response = await fetch(url, { credentials: "same-origin", headers: { Accept: "text/html" } });
    const end = new URL(response.url);
    if (!end.href.startsWith(this.config.portalUrl) || !end.searchParams.has("state")) {
      throw new RefusedError("invalid_request", String(response.status));
    }
    return await this.exchange(end, state, pending, scope.includes("openid"));
  }

  private async exchange(answer: URL, state: string, pending: Pending, withIdToken: boolean): Promise<Tokens> {
    let parameters: URLSearchParams;
    try {
      parameters = oauth.validateAuthResponse(this.server, this.client, answer, state);
    } catch (error) {
      if (error instanceof oauth.AuthorizationResponseError) {
        throw NOBODY.includes(error.error)
          ? new SessionEndedError(error.error)
          : new RefusedError(error.error, error.error_description ?? "");
      }
      throw error;
    }
    const response = await oauth.authorizationCodeGrantRequest(
      this.server,
      this.client,
      oauth.None(),
      parameters,
      this.config.portalUrl,
      pending.verifier,
      insecure(this.config),
    );
    try {
      const tokens = await oauth.processAuthorizationCodeResponse(this.server, this.client, response, {
        ...(withIdToken ? { expectedNonce: pending.nonce, requireIdToken: true } : {}),
      });
      return tokensOf(tokens, undefined);
    } catch (error) {
      if (error instanceof oauth.ResponseBodyError) {
        throw new RefusedError(error.error, error.error_description ?? "");
      }
      throw error;
    }
  }

  private async request(scope: string, route: string) {
    const state = oauth.generateRandomState();
    const pending: Pending = {
      verifier: oauth.generateRandomCodeVerifier(),
      nonce: oauth.generateRandomNonce(),
      route,
    };
    const url = new URL(this.server.authorization_endpoint ?? "");
    const parameters: Record<string, string> = {
      client_id: this.config.clientId,
      redirect_uri: this.config.portalUrl,
      response_type: "code",
      scope,
      state,
      code_challenge: await oauth.calculatePKCECodeChallenge(pending.verifier),
      code_challenge_method: "S256",
    };
    if (scope.includes("openid")) {
      parameters.nonce = pending.nonce;
    }
    for (const [name, value] of Object.entries(parameters)) {
      url.searchParams.set(name, value);
    }
    return { url, state, pending };
  }
}

function tokensOf(answer: oauth.TokenEndpointResponse, idToken: string | undefined): Tokens {
  return {
    access: answer.access_token,
    refresh: answer.refresh_token,
    idToken: answer.id_token ?? idToken,
    expires: Date.now() + (answer.expires_in ?? 60) * 1000,
  };
}

/** A developer's own machine may have no TLS; elsewhere the server itself requires it. */
function insecure(config: Config): { [oauth.allowInsecureRequests]?: boolean } {
  return config.issuer.startsWith("http:") ? { [oauth.allowInsecureRequests]: true } : {};
}

/** The query of a route without the parameters that an authorization server may have left in it. */
function withoutAnswer(url: URL): string {
  const query = new URLSearchParams(url.search);
  for (const name of ["code", "state", "session_state", "iss", "error", "error_description"]) {
    query.delete(name);
  }
  const text = query.toString();
  return text ? `?${text}` : "";
}
