// openid-client, as an application of it would: discovery, then each grant that its kind of client has.
import { importJWK } from "jose";
import * as client from "openid-client";
import { Browser } from "./browser.mjs";
import { report, setup, step } from "./steps.mjs";

const { issuer, callback, therapist, patient, keys } = setup;
const insecure = { execute: [client.allowInsecureRequests] };
const discover = (id, authentication) => client.discovery(new URL(issuer), id, undefined, authentication, insecure);
const web = await discover("web", client.ClientSecretBasic("web-secret"));
const signedOut = new URL("signed-out", callback).href;

async function signIn(config, user, scope, more = {}) {
  const verifier = client.randomPKCECodeVerifier();
  const checks = { pkceCodeVerifier: verifier, expectedState: client.randomState(), expectedNonce: client.randomNonce() };
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: callback,
    scope,
    state: checks.expectedState,
    nonce: checks.expectedNonce,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    ...more,
  });
  const back = await new Browser().signIn(url, user.name, user.password);
  return { back, checks };
}

async function tokens(config, user, scope) {
  const { back, checks } = await signIn(config, user, scope);
  return client.authorizationCodeGrant(config, back, checks);
}

await step("discovery", () => web.serverMetadata().issuer);
let held = await step("code", () => tokens(web, therapist, "openid health-api"));
await step("userinfo", async () => {
  const { sub } = held.claims();
  return (await client.fetchUserInfo(web, held.access_token, sub)).preferred_username;
});
await step("code without the role", () => tokens(web, patient, "openid health-api"));
await step("code without the scope", async () => (await tokens(web, patient, "openid")).scope);
await step("pushed request", async () => {
  const verifier = client.randomPKCECodeVerifier();
  const url = await client.buildAuthorizationUrlWithPAR(web, {
    redirect_uri: callback,
    scope: "openid",
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
  });
  const back = await new Browser().signIn(url, therapist.name, therapist.password);
  return (await client.authorizationCodeGrant(web, back, { pkceCodeVerifier: verifier })).token_type;
});
await step("pushed request with another address", () =>
  client.buildAuthorizationUrlWithPAR(web, { redirect_uri: "https://evil.example/callback", scope: "openid" }),
);

const spa = await discover("spa", client.None());
held = await tokens(spa, therapist, "openid health-api");
const renewed = await step("refresh", () => client.refreshTokenGrant(spa, held.refresh_token));
await step("refresh with a used token", () => client.refreshTokenGrant(spa, held.refresh_token));
await step("refresh after that", () => client.refreshTokenGrant(spa, renewed.refresh_token));
held = await tokens(spa, therapist, "openid");
await step("revocation", () => client.tokenRevocation(spa, held.refresh_token, { token_type_hint: "refresh_token" }));
await step("refresh after revocation", () => client.refreshTokenGrant(spa, held.refresh_token));
held = await tokens(spa, therapist, "openid");
await step("logout", async () => {
  const url = client.buildEndSessionUrl(spa, { id_token_hint: held.id_token, post_logout_redirect_uri: signedOut });
  return (await new Browser().open(url)).url.href;
});
await step("refresh after logout", () => client.refreshTokenGrant(spa, held.refresh_token));

const backend = { basic: client.ClientSecretBasic, post: client.ClientSecretPost };
for (const [method, authentication] of Object.entries(backend)) {
  await step(`client credentials by ${method}`, async () =>
    client.clientCredentialsGrant(await discover("backend", authentication("backend-secret")), { scope: "health-api" }),
  );
}
await step("client credentials with a wrong secret", async () =>
  client.clientCredentialsGrant(await discover("backend", client.ClientSecretPost("wrong"))),
);
await step("client credentials without the role", async () =>
  client.clientCredentialsGrant(await discover("outsider", client.ClientSecretBasic("outsider-secret")), {
    scope: "health-api",
  }),
);
for (const jwk of keys) {
  await step(`client credentials by ${jwk.alg}`, async () => {
    const key = { key: await importJWK(jwk), kid: jwk.kid };
    const config = await discover("signer", client.PrivateKeyJwt(key));
    return client.clientCredentialsGrant(config, { scope: "health-api" });
  });
}
await step("client credentials by a key of somebody else", async () => {
  const { privateKey } = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-384" }, false, ["sign", "verify"]);
  const config = await discover("signer", client.PrivateKeyJwt({ key: privateKey, kid: keys[0].kid }));
  return client.clientCredentialsGrant(config);
});
await step("introspection", async () => {
  const api = await discover("health-api", client.ClientSecretBasic("health-api-secret"));
  const config = await discover("backend", client.ClientSecretBasic("backend-secret"));
  const { access_token } = await client.clientCredentialsGrant(config, { scope: "health-api" });
  return (await client.tokenIntrospection(api, access_token)).active;
});

await step("password", () =>
  client.genericGrantRequest(web, "password", { username: therapist.name, password: therapist.password }),
);
for (const [type, use] of Object.entries({ id_token: client.useIdTokenResponseType, "code id_token": client.useCodeIdTokenResponseType })) {
  await step(`response type ${type}`, async () => {
    const config = await discover("web", client.ClientSecretBasic("web-secret"));
    use(config);
    const { back, checks } = await signIn(config, therapist, "openid");
    return type === "id_token"
      ? client.implicitAuthentication(config, back, checks.expectedNonce, checks)
      : client.authorizationCodeGrant(config, back, checks);
  });
}
await step("PKCE plain", async () => {
  const { back, checks } = await signIn(spa, therapist, "openid", { code_challenge_method: "plain" });
  return client.authorizationCodeGrant(spa, back, checks);
});
await step("no PKCE", async () => {
  const url = client.buildAuthorizationUrl(spa, { redirect_uri: callback, scope: "openid" });
  return client.authorizationCodeGrant(spa, await new Browser().signIn(url, therapist.name, therapist.password));
});
for (const [name, uri] of Object.entries({ good: callback, wildcard: "https://web.example/*" })) {
  await step(`registration, ${name}`, async () => {
    const options = { ...insecure, initialAccessToken: setup.initialAccessToken };
    const metadata = { client_name: name, redirect_uris: [uri], grant_types: ["authorization_code"] };
    const registered = await client.dynamicClientRegistration(new URL(issuer), metadata, undefined, options);
    return registered.clientMetadata().redirect_uris;
  });
}
report();
