import signing from "./sign.postman.js?raw";
import type { Kind, PublicJwk } from "../model";

export interface PresetOf {
  name: string;
  kind: Kind;
  clientId: string;
  issuer: string;
  scopes: readonly string[];
  redirectUri: string | undefined;
  authentication: "none" | "secret" | "keys";
  secret?: string | undefined;
  privateJwk?: PublicJwk | undefined;
}

const SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
const ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** A Postman environment (also newman's) with this client's values. Open it only where its secret may be. */
export function environmentOf(preset: PresetOf): string {
  const values: [string, string, boolean][] = [
    ["issuer", preset.issuer, false],
    ["authorization_endpoint", `${preset.issuer}/protocol/openid-connect/auth`, false],
    ["token_endpoint", `${preset.issuer}/protocol/openid-connect/token`, false],
    ["client_id", preset.clientId, false],
    ["scope", preset.scopes.join(" "), false],
    ["access_token", "", true],
  ];
  if (preset.authentication === "secret") {
    values.push(["client_secret", preset.secret ?? "", true]);
  }
  if (preset.authentication === "keys") {
    values.push(
      ["private_key_jwk", preset.privateJwk ? JSON.stringify(preset.privateJwk) : "", true],
      ["client_assertion", "", true],
    );
  }
  if (preset.redirectUri) {
    values.push(["redirect_uri", preset.redirectUri, false]);
  }
  return pretty({
    name: preset.name,
    values: values.map(([key, value, secret]) => ({ key, value, type: secret ? "secret" : "default", enabled: true })),
    _postman_variable_scope: "environment",
  });
}

/** A Postman collection that gets a token as this client; newman runs it unchanged for a backend service. */
export function collectionOf(preset: PresetOf): string {
  return pretty({
    info: { name: preset.name, schema: SCHEMA },
    item: preset.kind === "service" ? [clientCredentials(preset)] : [userInfo(preset)],
  });
}

function clientCredentials(preset: PresetOf): object {
  const fields = [field("grant_type", "client_credentials"), field("scope", "{{scope}}")];
  const events = [
    script("test", [
      'pm.test("token", function () { pm.response.to.have.status(200); });',
      'pm.environment.set("access_token", pm.response.json().access_token);',
    ]),
  ];
  if (preset.authentication === "keys") {
    fields.push(
      field("client_id", "{{client_id}}"),
      field("client_assertion_type", ASSERTION),
      field("client_assertion", "{{client_assertion}}"),
    );
    events.unshift(script("prerequest", signing.split("\n")));
  }
  return {
    name: "Token",
    event: events,
    request: {
      auth:
        preset.authentication === "keys"
          ? { type: "noauth" }
          : { type: "basic", basic: [pair("username", "{{client_id}}"), pair("password", "{{client_secret}}")] },
      method: "POST",
      header: [],
      body: { mode: "urlencoded", urlencoded: fields },
      url: "{{token_endpoint}}",
    },
  };
}

/** A user must sign in: Postman opens the browser for that, when "Get New Access Token" is pressed. */
function userInfo(preset: PresetOf): object {
  return {
    name: "Userinfo",
    ...(preset.authentication === "keys" ? { event: [script("prerequest", signing.split("\n"))] } : {}),
    request: {
      auth: {
        type: "oauth2",
        oauth2: [
          pair("grant_type", "authorization_code_with_pkce"),
          pair("challengeAlgorithm", "S256"),
          pair("authUrl", "{{authorization_endpoint}}"),
          pair("accessTokenUrl", "{{token_endpoint}}"),
          pair("clientId", "{{client_id}}"),
          pair("clientSecret", preset.authentication === "secret" ? "{{client_secret}}" : ""),
          pair("redirect_uri", "{{redirect_uri}}"),
          pair("scope", "openid {{scope}}"),
          pair("client_authentication", preset.authentication === "secret" ? "header" : "body"),
          pair("addTokenTo", "header"),
        ],
      },
      method: "GET",
      header: [],
      url: "{{issuer}}/protocol/openid-connect/userinfo",
    },
  };
}

const field = (key: string, value: string) => ({ key, value, type: "text" });
const pair = (key: string, value: string) => ({ key, value, type: "string" });
const script = (listen: string, exec: string[]) => ({ listen, script: { type: "text/javascript", exec } });
const pretty = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
