import { JWT_BEARER, quoted, scopeOf, tokenEndpoint, type SampleOf } from "./sample-of";

/* A backend acting for itself: client credentials. */

export function curlService(of: SampleOf): string {
  if (of.authentication !== "keys") {
    return `curl -u "${of.clientId}:$CLIENT_SECRET" \\
  -d grant_type=client_credentials -d ${quoted("scope=" + scopeOf(of))} \\
  "${tokenEndpoint(of)}"`;
  }
  return `${curlAssertion(of)}
curl -d grant_type=client_credentials -d ${quoted("scope=" + scopeOf(of))} -d "client_id=${of.clientId}" \\
  -d "client_assertion_type=${JWT_BEARER}" \\
  -d "client_assertion=$assertion" \\
  "${tokenEndpoint(of)}"`;
}

export function curlAssertion(of: SampleOf): string {
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

export function javascriptService(of: SampleOf): string {
  const signed = of.authentication === "keys";
  return `${
    signed
      ? `import { randomUUID, sign } from "node:crypto";
import { readFileSync } from "node:fs";

${javascriptAssertion(of)}
`
      : ""
  }const response = await fetch("${tokenEndpoint(of)}", {
  method: "POST",
${
  signed
    ? ""
    : `  headers: { Authorization: "Basic " + Buffer.from("${of.clientId}:" + process.env.CLIENT_SECRET).toString("base64") },
`
}  body: new URLSearchParams({
    grant_type: "client_credentials",
    scope: "${scopeOf(of)}",
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

export function pythonService(of: SampleOf): string {
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
    "${tokenEndpoint(of)}",
${
  signed
    ? ""
    : `    auth=("${of.clientId}", os.environ["CLIENT_SECRET"]),
`
}    data={
        "grant_type": "client_credentials",
        "scope": "${scopeOf(of)}",
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

export function pythonAssertion(of: SampleOf): string {
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

export function javaService(of: SampleOf): string {
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
${signed ? javaAssertion(of) : ""}        String body = "grant_type=client_credentials&scope=" + encode("${scopeOf(of)}")${
    signed
      ? `
                + "&client_id=${of.clientId}&client_assertion=" + assertion
                + "&client_assertion_type=" + encode("${JWT_BEARER}")`
      : ""
  };
        var request = HttpRequest.newBuilder(URI.create("${tokenEndpoint(of)}"))
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

export function javaAssertion(of: SampleOf): string {
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
