// @keycloak/keycloak-admin-client, as a realm admin's script uses it.
import KeycloakAdminClient from "@keycloak/keycloak-admin-client";
import { report, setup, step } from "./steps.mjs";

const [, baseUrl, realmName] = /^(.*)\/realms\/([^/]+)$/.exec(setup.issuer);
const admin = new KeycloakAdminClient({ baseUrl, realmName });
const { therapist } = setup;

await step("password", () =>
  admin.auth({ grantType: "password", clientId: "admin-cli", username: therapist.name, password: therapist.password }),
);
await step("password of nobody", () =>
  admin.auth({ grantType: "password", clientId: "admin-cli", username: "nobody", password: "nothing" }),
);
await step("sign in", async () => {
  await admin.auth({ grantType: "client_credentials", clientId: setup.boss, clientSecret: `${setup.boss}-secret` });
  return typeof admin.accessToken;
});

const good = {
  clientId: "made",
  redirectUris: ["https://made.example/callback"],
  webOrigins: ["https://made.example"],
  standardFlowEnabled: true,
  implicitFlowEnabled: false,
  directAccessGrantsEnabled: false,
};
const { id } = await step("create", () => admin.clients.create(good));
await step("find", async () => (await admin.clients.findOne({ id })).redirectUris);
const wrong = {
  "redirect wildcard": { redirectUris: ["https://made.example/*"] },
  "any redirect": { redirectUris: ["*"] },
  "any origin": { webOrigins: ["*"] },
  "implicit flow": { implicitFlowEnabled: true },
  "password grant": { directAccessGrantsEnabled: true },
};
for (const [name, change] of Object.entries(wrong)) {
  await step(`create, ${name}`, () => admin.clients.create({ ...good, ...change, clientId: "wrong" }));
  await step(`update, ${name}`, () => admin.clients.update({ id }, { ...good, ...change }));
}
await step("what was refused", async () => (await admin.clients.find({ clientId: "wrong" })).length);
await step("partial import", () =>
  admin.realms.partialImport({
    realm: realmName,
    rep: { ifResourceExists: "FAIL", clients: [{ ...good, clientId: "imported", redirectUris: ["https://made.example/*"] }] },
  }),
);
await step("update", () => admin.clients.update({ id }, { ...good, name: "Made" }));
await step("secret", async () => (await admin.clients.generateNewClientSecret({ id })).type);
await step("delete", () => admin.clients.del({ id }));
await step("find after that", () => admin.clients.findOne({ id }));
report();
