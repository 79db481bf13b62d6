import type { Kind } from "../model";

export interface SampleOf {
  kind: Kind;
  clientId: string;
  issuer: string;
  scopes: readonly string[];
  redirectUri: string | undefined;
  authentication: "none" | "secret" | "keys";
  algorithm: "RS384" | "ES384";
  kid: string;
}

export type Language = "curl" | "javascript" | "python" | "java";
export const LANGUAGES: readonly Language[] = ["curl", "javascript", "python", "java"];

/** A program that gets a token as this client. It contains no secret: that comes from the environment or a file. */
export function sampleOf(language: Language, of: SampleOf): string {
  const service = { curl: curlService, javascript: javascriptService, python: pythonService, java: javaService };
  const code = { curl: curlCode, javascript: javascriptCode, python: pythonCode, java: javaCode };
  return (of.kind === "service" ? service : code)[language](of).trim() + "\n";
}

const token = (of: SampleOf) => `${of.issuer}/protocol/openid-connect/token`;
const scope = (of: SampleOf) => of.scopes.join(" ");
/** For a shell: none of its characters has a meaning. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
const JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

function curlService(of: SampleOf): string {
  if (of.authentication !== "keys") {
    return `curl -u "${of.clientId}:$CLIENT_SECRET" \\
  -d grant_type=client_credentials -d ${quoted("scope=" + scope(of))} \\
  "${token(of)}"`;
  }
  return `${curlAssertion(of)}
curl -d grant_type=client_credentials -d ${quoted("scope=" + scope(of))} -d "client_id=${of.clientId}" \\
  -d "client_assertion_type=${JWT_BEARER}" \\
  -d "client_assertion=$assertion" \\
  "${token(of)}"`;
}

function curlAssertion(of: SampleOf): string {
  const raw =
    of.algorithm === "ES384"
      ? ` | openssl asn1parse -inform DER | sed -n 's/.*INTEGER *://p' \\
  | while read -r part; do printf '%96s' "$part" | tr ' ' 0; done | xxd -r -p`
      : "";
  return `b64() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
header=$(printf '{"alg":"%s","kid":"%s","typ":"JWT"}' ${of.algorithm} ${quoted(of.kid)} | b64)
claims=$(printf '{"iss":"%s","sub":"%s","aud":"%s","jti":"%s","exp":%d}' \\
  ${quoted(of.clientId)} ${quoted(of.clientId)} ${quoted(of.issuer)} \\
  "$(openssl rand -hex 16)" "$(($(date +%s) + 240))" | b64)
signature=$(printf '%s.%s' "$header" "$claims" | openssl dgst -sha384 -sign private-key.pem${raw} | b64)
assertion="$header.$claims.$signature"
`;
}

function javascriptService(of: SampleOf): string {
  const signed = of.authentication === "keys";
  return `${
    signed
      ? `import { randomUUID, sign } from "node:crypto";
import { readFileSync } from "node:fs";

${javascriptAssertion(of)}
`
      : ""
  }const response = await fetch("${token(of)}", {
  method: "POST",
${
  signed
    ? ""
    : `  headers: { Authorization: "Basic " + Buffer.from("${of.clientId}:" + process.env.CLIENT_SECRET).toString("base64") },
`
}  body: new URLSearchParams({
    grant_type: "client_credentials",
    scope: "${scope(of)}",
${
  signed
    ? `    client_id: "${of.clientId}",
    client_assertion_type: "${JWT_BEARER}",
    client_assertion: assertion,
`
    : ""
}  }),
});
console.log(await response.json());`;
}

function javascriptAssertion(of: SampleOf): string {
  return `const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const input = [
  { alg: "${of.algorithm}", kid: "${of.kid}", typ: "JWT" },
  {
    iss: "${of.clientId}",
    sub: "${of.clientId}",
    aud: "${of.issuer}",
    jti: randomUUID(),
    exp: Math.floor(Date.now() / 1000) + 240,
  },
].map(encode).join(".");
const signature = sign("sha384", Buffer.from(input), {
  key: readFileSync("private-key.pem"),
  dsaEncoding: "ieee-p1363",
});
const assertion = input + "." + signature.toString("base64url");
`;
}

function pythonService(of: SampleOf): string {
  const signed = of.authentication === "keys";
  return `${
    signed
      ? `import time
import uuid

import jwt  # pip install "pyjwt[crypto]"
import requests

${pythonAssertion(of)}
`
      : `import os

import requests

`
  }response = requests.post(
    "${token(of)}",
${
  signed
    ? ""
    : `    auth=("${of.clientId}", os.environ["CLIENT_SECRET"]),
`
}    data={
        "grant_type": "client_credentials",
        "scope": "${scope(of)}",
${
  signed
    ? `        "client_id": "${of.clientId}",
        "client_assertion_type": "${JWT_BEARER}",
        "client_assertion": assertion,
`
    : ""
}    },
    timeout=10,
)
response.raise_for_status()
print(response.json())`;
}

function pythonAssertion(of: SampleOf): string {
  return `assertion = jwt.encode(
    {
        "iss": "${of.clientId}",
        "sub": "${of.clientId}",
        "aud": "${of.issuer}",
        "jti": str(uuid.uuid4()),
        "exp": int(time.time()) + 240,
    },
    open("private-key.pem").read(),
    algorithm="${of.algorithm}",
    headers={"kid": "${of.kid}"},
)
`;
}

function javaService(of: SampleOf): string {
  const signed = of.authentication === "keys";
  return `import java.net.URI;
import java.net.URLEncoder;
import java.net.http.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.security.*;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.UUID;

class GetToken {
    public static void main(String[] arguments) throws Exception {
${signed ? javaAssertion(of) : ""}        String body = "grant_type=client_credentials&scope=" + encode("${scope(of)}")${
    signed
      ? `
                + "&client_id=${of.clientId}&client_assertion=" + assertion
                + "&client_assertion_type=" + encode("${JWT_BEARER}")`
      : ""
  };
        var request = HttpRequest.newBuilder(URI.create("${token(of)}"))
                .header("Content-Type", "application/x-www-form-urlencoded")
${
  signed
    ? ""
    : `                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(
                        ("${of.clientId}:" + System.getenv("CLIENT_SECRET")).getBytes(StandardCharsets.UTF_8)))
`
}                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        System.out.println(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}`;
}

function javaAssertion(of: SampleOf): string {
  const rsa = of.algorithm === "RS384";
  return `        String pem = Files.readString(Path.of("private-key.pem")).replaceAll("-----[A-Z ]+-----|\\\\s", "");
        var key = KeyFactory.getInstance("${rsa ? "RSA" : "EC"}").generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
        var base64 = Base64.getUrlEncoder().withoutPadding();
        String header = "{\\"alg\\":\\"${of.algorithm}\\",\\"kid\\":\\"${of.kid}\\",\\"typ\\":\\"JWT\\"}";
        String claims = "{\\"iss\\":\\"${of.clientId}\\",\\"sub\\":\\"${of.clientId}\\",\\"aud\\":\\"${of.issuer}\\",\\"jti\\":\\""
                + UUID.randomUUID() + "\\",\\"exp\\":" + (System.currentTimeMillis() / 1000 + 240) + "}";
        String input = base64.encodeToString(header.getBytes()) + "." + base64.encodeToString(claims.getBytes());
        var signature = Signature.getInstance("${rsa ? "SHA384withRSA" : "SHA384withECDSAinP1363Format"}");
        signature.initSign(key);
        signature.update(input.getBytes());
        String assertion = input + "." + base64.encodeToString(signature.sign());
`;
}

/* With a person: the browser goes to the sign-in page and comes back with a code, which is exchanged. */

const redirect = (of: SampleOf) => of.redirectUri ?? "";
const openid = (of: SampleOf) => ["openid", ...of.scopes].join(" ");

function curlCode(of: SampleOf): string {
  const exchange = `-d grant_type=authorization_code -d "code=$code" -d "code_verifier=$verifier" \\
  --data-urlencode ${quoted("redirect_uri=" + redirect(of))} \\
  "${token(of)}"`;
  return `verifier=$(openssl rand -base64 96 | tr -d '\\n=' | tr '+/' '-_' | cut -c1-64)
challenge=$(printf %s "$verifier" | openssl dgst -sha256 -binary | openssl base64 -A | tr '+/' '-_' | tr -d '=')
echo "${of.issuer}/protocol/openid-connect/auth?client_id=${of.clientId}&response_type=code&scope=${encodeURIComponent(openid(of))}&redirect_uri=${encodeURIComponent(redirect(of))}&state=$(openssl rand -hex 16)&code_challenge_method=S256&code_challenge=$challenge"
read -r -p "code: " code
${of.authentication === "keys" ? curlAssertion(of) : ""}curl ${of.authentication === "secret" ? `-u "${of.clientId}:$CLIENT_SECRET"` : of.authentication === "keys" ? `-d "client_id=${of.clientId}" -d "client_assertion_type=${JWT_BEARER}" -d "client_assertion=$assertion"` : `-d "client_id=${of.clientId}"`} \\
  ${exchange}`;
}

function javascriptCode(of: SampleOf): string {
  const authentication = {
    none: "client.None()",
    secret: "client.ClientSecretBasic(process.env.CLIENT_SECRET)",
    keys: `client.PrivateKeyJwt({ key, kid: "${of.kid}" })`,
  };
  return `import * as client from "openid-client"; // npm install openid-client
${
  of.authentication === "keys"
    ? `import { readFileSync } from "node:fs";
import { importPKCS8 } from "jose"; // npm install jose

const key = await importPKCS8(readFileSync("private-key.pem", "utf8"), "${of.algorithm}");
`
    : ""
}
const config = await client.discovery(new URL("${of.issuer}"), "${of.clientId}", undefined, ${authentication[of.authentication]});
const verifier = client.randomPKCECodeVerifier();
const state = client.randomState();
const address = client.buildAuthorizationUrl(config, {
  redirect_uri: "${redirect(of)}",
  scope: "${openid(of)}",
  state,
  code_challenge: await client.calculatePKCECodeChallenge(verifier),
  code_challenge_method: "S256",
});

// Send the browser to the address; "callback" is the URL that it comes back to.
const tokens = await client.authorizationCodeGrant(config, callback, { pkceCodeVerifier: verifier, expectedState: state });`;
}

function pythonCode(of: SampleOf): string {
  const authentication =
    of.authentication === "keys" ? `client_assertion=assertion, client_assertion_type="${JWT_BEARER}", ` : "";
  return `${
    of.authentication === "keys"
      ? `import time
import uuid

import jwt  # pip install "pyjwt[crypto]"
`
      : of.authentication === "secret"
        ? "import os\n"
        : ""
  }import secrets

from authlib.integrations.requests_client import OAuth2Session  # pip install authlib requests

session = OAuth2Session(
    "${of.clientId}",
${of.authentication === "secret" ? '    os.environ["CLIENT_SECRET"],\n' : '    token_endpoint_auth_method="none",\n'}    scope="${openid(of)}",
    redirect_uri="${redirect(of)}",
    code_challenge_method="S256",
)
verifier = secrets.token_urlsafe(48)
address, state = session.create_authorization_url(
    "${of.issuer}/protocol/openid-connect/auth", code_verifier=verifier
)
print(address)
${
  of.authentication === "keys"
    ? `
${pythonAssertion(of)}`
    : ""
}token = session.fetch_token(
    "${token(of)}",
    ${authentication}authorization_response=input("callback: "), code_verifier=verifier,
)
print(token)`;
}

function javaCode(of: SampleOf): string {
  const method = { none: "none", secret: "client_secret_basic", keys: "private_key_jwt" };
  return `# application.properties of Spring Boot with spring-boot-starter-oauth2-client
spring.security.oauth2.client.provider.caregate.issuer-uri=${of.issuer}
spring.security.oauth2.client.registration.caregate.client-id=${of.clientId}
${of.authentication === "secret" ? "spring.security.oauth2.client.registration.caregate.client-secret=${CLIENT_SECRET}\n" : ""}spring.security.oauth2.client.registration.caregate.client-authentication-method=${method[of.authentication]}
spring.security.oauth2.client.registration.caregate.authorization-grant-type=authorization_code
spring.security.oauth2.client.registration.caregate.redirect-uri=${redirect(of)}
spring.security.oauth2.client.registration.caregate.scope=${["openid", ...of.scopes].join(",")}`;
}
