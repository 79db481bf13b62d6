// oauth4webapi, the low-level library: every request and every answer by itself.
import { importJWK } from "jose";
import * as oauth from "oauth4webapi";
import { Browser } from "./browser.mjs";
import { report, setup, step } from "./steps.mjs";

const { callback, therapist, patient, keys } = setup;
const issuer = new URL(setup.issuer);
const insecure = { [oauth.allowInsecureRequests]: true };
const web = { client_id: "web" };
const secret = oauth.ClientSecretPost("web-secret");

const server = {};
for (const algorithm of ["oidc", "oauth2"]) {
  await step(`discovery, ${algorithm}`, async () => {
    // RFC 8414 puts the well-known part before the path, Keycloak behind it: there the address is given.
    const response =
      algorithm === "oidc"
        ? await oauth.discoveryRequest(issuer, { ...insecure, algorithm })
        : await fetch(`${setup.issuer}/.well-known/oauth-authorization-server`);
    Object.assign(server, await oauth.processDiscoveryResponse(issuer, response));
    return server.issuer;
  });
}

async function authorize(client, user, more) {
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const url = new URL(server.authorization_endpoint);
  url.search = new URLSearchParams({
    client_id: client.client_id,
    redirect_uri: callback,
    response_type: "code",
    scope: "openid",
    state,
    nonce: "n-0S6_WzA2Mj",
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    ...more,
  });
  const back = await new Browser().signIn(url, user.name, user.password);
  const inFragment = back.hash.length > 1;
  return { verifier, state, parameters: inFragment ? new URLSearchParams(back.hash.slice(1)) : back.searchParams };
}

async function signIn(client, authentication, user, more = {}) {
  const { verifier, state, parameters } = await authorize(client, user, more);
  const valid = oauth.validateAuthResponse(server, client, parameters, state);
  const response = await oauth.authorizationCodeGrantRequest(server, client, authentication, valid, callback, verifier, insecure);
  return oauth.processAuthorizationCodeResponse(server, client, response, { expectedNonce: "n-0S6_WzA2Mj" });
}

async function refresh(client, authentication, token) {
  const response = await oauth.refreshTokenGrantRequest(server, client, authentication, token, insecure);
  return oauth.processRefreshTokenResponse(server, client, response);
}

async function clientCredentials(id, authentication, scope) {
  const client = { client_id: id };
  const response = await oauth.clientCredentialsGrantRequest(server, client, authentication, { scope }, insecure);
  return oauth.processClientCredentialsResponse(server, client, response);
}

const spa = { client_id: "spa" };
let held = await step("code", () => signIn(spa, oauth.None(), therapist, { scope: "openid health-api" }));
await step("code without the role", () => signIn(spa, oauth.None(), patient, { scope: "openid health-api" }));
await step("refresh", () => refresh(spa, oauth.None(), held.refresh_token));
await step("refresh with a used token", () => refresh(spa, oauth.None(), held.refresh_token));
held = await step("code of a confidential client", () => signIn(web, secret, therapist));
await step("revocation", async () =>
  oauth.processRevocationResponse(await oauth.revocationRequest(server, web, secret, held.refresh_token, insecure)),
);
await step("refresh after revocation", () => refresh(web, secret, held.refresh_token));
await step("userinfo after revocation", async () => {
  const { sub } = oauth.getValidatedIdTokenClaims(held);
  const response = await oauth.userInfoRequest(server, web, held.access_token, insecure);
  return oauth.processUserInfoResponse(server, web, sub, response);
});

await step("client credentials", () => clientCredentials("backend", oauth.ClientSecretBasic("backend-secret"), "health-api"));
await step("client credentials without the role", () =>
  clientCredentials("outsider", oauth.ClientSecretBasic("outsider-secret"), "health-api"),
);
await step("client credentials of an unknown client", () =>
  clientCredentials("nobody", oauth.ClientSecretBasic("nobody-secret"), "health-api"),
);
for (const jwk of keys) {
  await step(`client credentials by ${jwk.alg}`, async () => {
    const key = { key: await importJWK(jwk), kid: jwk.kid };
    return clientCredentials("signer", oauth.PrivateKeyJwt(key), "health-api");
  });
}
await step("client credentials by a key without kid", async () =>
  clientCredentials("signer", oauth.PrivateKeyJwt(await importJWK(keys[0])), "health-api"),
);
await step("client credentials by an assertion of an hour", async () => {
  const longer = { [oauth.modifyAssertion]: (header, payload) => (payload.exp = payload.iat + 3600) };
  const key = { key: await importJWK(keys[0]), kid: keys[0].kid };
  return clientCredentials("signer", oauth.PrivateKeyJwt(key, longer), "health-api");
});

await step("password", async () => {
  const form = { username: therapist.name, password: therapist.password };
  const response = await oauth.genericTokenEndpointRequest(server, web, secret, "password", form, insecure);
  return oauth.processGenericTokenEndpointResponse(server, web, response);
});
for (const type of ["token", "id_token", "id_token token", "code token", "code id_token", "code id_token token"]) {
  await step(`response type ${type}`, () => signIn(web, secret, therapist, { response_type: type }));
}
for (const [name, uri] of Object.entries({ good: callback, wildcard: "https://web.example/*" })) {
  await step(`registration, ${name}`, async () => {
    const options = { ...insecure, initialAccessToken: setup.initialAccessToken };
    const metadata = { redirect_uris: [uri], grant_types: ["authorization_code"] };
    const response = await oauth.dynamicClientRegistrationRequest(server, metadata, options);
    return (await oauth.processDynamicClientRegistrationResponse(response)).redirect_uris;
  });
}
report();
