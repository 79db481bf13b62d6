// fhir-kit-client, with a token as SMART Backend Services gets it: everything it needs to know it asks the FHIR server.
import { randomUUID } from "node:crypto";
import { Client } from "fhir-kit-client";
import { importJWK, SignJWT } from "jose";
import { report, setup, step } from "./steps.mjs";

const fhir = new Client({ baseUrl: setup.fhir });
const [jwk] = setup.keys;

async function token(tokenUrl, scope) {
  const assertion = await new SignJWT()
    .setProtectedHeader({ alg: jwk.alg, kid: jwk.kid, typ: "JWT" })
    .setIssuer("signer")
    .setSubject("signer")
    .setAudience(tokenUrl)
    .setJti(randomUUID())
    .setExpirationTime("4m")
    .sign(await importJWK(jwk));
  const response = await fetch(tokenUrl, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "client_credentials",
      scope,
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: assertion,
    }),
  });
  return response.json();
}

await step("capability statement", async () => (await fhir.capabilityStatement()).fhirVersion);
await step("search without a token", () => fhir.search({ resourceType: "Patient" }));
const tokenUrl = await step("token endpoint", async () => {
  // smartAuthMetadata() takes whichever of three documents comes first; the one of SMART is asked for by its name.
  return (await fhir.request(".well-known/smart-configuration")).token_endpoint;
});
const granted = await step("token", () => token(tokenUrl, "system/Patient.rs"));
fhir.bearerToken = granted.access_token;
const found = await step("search", () => fhir.search({ resourceType: "Patient" }));
await step("read", async () => (await fhir.read({ resourceType: "Patient", id: found.entry[0].resource.id })).resourceType);
await step("read what is not there", () => fhir.read({ resourceType: "Patient", id: "nobody" }));
fhir.bearerToken = `${granted.access_token}x`;
await step("search with a token that was changed", () => fhir.search({ resourceType: "Patient" }));
report();
