import {
  authorizationEndpoint,
  isLocal,
  JWT_BEARER,
  loopbackOf,
  openidScopeOf,
  quoted,
  text,
  tokenEndpoint,
  type SampleOf,
} from "./sample-of";
import { curlAssertion, javaAssertion, pythonAssertion } from "./service";

/*
 * With a user: a program that opens the browser at the sign-in page, answers the callback, compares the state, and
 * exchanges the code. Where the redirect URI is not on the reader's computer, a proxy passes the callback on to it.
 */

interface Callback {
  uri: string;
  /** The port to listen on. Nothing: any, as RFC 8252 section 7.3 lets native apps. */
  port: number | undefined;
  /** What the reader must know about it. */
  note: string;
}

function callbackOf(of: SampleOf): Callback {
  const local = loopbackOf(of);
  if (local !== undefined) {
    const { port } = new URL(local);
    const any = of.kind === "native" && port === "";
    return { uri: local, port: any ? undefined : Number(port || 80), note: "" };
  }
  const uri = of.redirectUris[0] ?? "";
  return { uri, port: 8080, note: `what answers at ${new URL(uri).origin} passes the callback on to this port` };
}

export function curlCode(of: SampleOf): string {
  const { uri } = callbackOf(of);
  const client = {
    none: `-d ${quoted("client_id=" + of.clientId)}`,
    secret: `-u "${of.clientId}:$CLIENT_SECRET"`,
    keys: `-d ${quoted("client_id=" + of.clientId)} -d ${quoted("client_assertion_type=" + JWT_BEARER)} -d "client_assertion=$assertion"`,
  };
  const query = [
    `client_id=${encodeURIComponent(of.clientId)}`,
    "response_type=code",
    `scope=${encodeURIComponent(openidScopeOf(of))}`,
    `redirect_uri=${encodeURIComponent(uri)}`,
    "code_challenge_method=S256",
  ].join("&");
  return `# Paste all of it, open the address that it prints, and sign in. Then call, with the address that the browser
# comes back to:   finish 'ADDRESS'
verifier=$(openssl rand -base64 96 | tr -d '\\n=' | tr '+/' '-_' | cut -c1-64)
challenge=$(printf %s "$verifier" | openssl dgst -sha256 -binary | openssl base64 -A | tr '+/' '-_' | tr -d '=')
state=$(openssl rand -hex 16)
finish() {
  if [ "$(printf %s "$1" | sed -n 's/.*[?&]state=\\([^&#]*\\).*/\\1/p')" != "$state" ]; then
    echo "This is not the answer to this request: the state is another one." >&2
    return 1
  fi
  code=$(printf %s "$1" | sed -n 's/.*[?&]code=\\([^&#]*\\).*/\\1/p')
${of.authentication === "keys" ? curlAssertion(of) : ""}  curl ${client[of.authentication]} \\
    -d grant_type=authorization_code -d "code=$code" -d "code_verifier=$verifier" \\
    --data-urlencode ${quoted("redirect_uri=" + uri)} \\
    ${quoted(tokenEndpoint(of))}
}
printf '%s\\n' ${quoted(authorizationEndpoint(of) + "?" + query)}"&state=$state&code_challenge=$challenge"`;
}

export function javascriptCode(of: SampleOf): string {
  const { uri, port, note } = callbackOf(of);
  const authentication = {
    none: "client.None()",
    secret: "client.ClientSecretBasic(process.env.CLIENT_SECRET)",
    keys: `client.PrivateKeyJwt({ key, kid: ${text(of.kid)} })`,
  };
  const local = isLocal(of.issuer);
  return `// npm install openid-client${of.authentication === "keys" ? " jose" : ""}; save it as sign-in.mjs, and run: node sign-in.mjs
import { spawn } from "node:child_process";
${of.authentication === "keys" ? 'import { readFileSync } from "node:fs";\n' : ""}import { createServer } from "node:http";
${of.authentication === "keys" ? 'import { importPKCS8 } from "jose";\n' : ""}import * as client from "openid-client";

const redirectUri = new URL(${text(uri)});
${
  of.authentication === "keys"
    ? `const key = await importPKCS8(readFileSync("private-key.pem", "utf8"), "${of.algorithm}");
`
    : ""
}const config = await client.discovery(
  new URL(${text(of.issuer)}),
  ${text(of.clientId)},
  undefined,
  ${authentication[of.authentication]},
${local ? "  { execute: [client.allowInsecureRequests] }, // http, because the server is on this computer\n" : ""});
const verifier = client.randomPKCECodeVerifier();
const state = client.randomState();

const server = createServer(async (request, response) => {
  response.setHeader("Connection", "close");
  const callback = new URL(request.url, redirectUri);
  if (callback.pathname !== redirectUri.pathname) {
    response.writeHead(404).end();
    return;
  }
  try {
    // Refuses an answer with another state.
    const checks = { pkceCodeVerifier: verifier, expectedState: state };
    console.log(await client.authorizationCodeGrant(config, callback, checks));
    response.end("You are signed in. Go back to the program.");
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
    response.writeHead(400).end("You are not signed in. Go back to the program.");
  }
  server.close();
});
${note ? `// ${note[0]?.toUpperCase()}${note.slice(1)}.\n` : ""}await new Promise((listening) => server.listen(${port ?? 0}, "127.0.0.1", listening));
${port === undefined ? "redirectUri.port = server.address().port;\n" : ""}
const address = client.buildAuthorizationUrl(config, {
  redirect_uri: redirectUri.href,
  scope: ${text(openidScopeOf(of))},
  state,
  code_challenge: await client.calculatePKCECodeChallenge(verifier),
  code_challenge_method: "S256",
});
console.log("Sign in at", address.href);
const opener = { darwin: "open", win32: "explorer" }[process.platform] ?? "xdg-open";
spawn(opener, [address.href], { stdio: "ignore" }).on("error", () => {});`;
}

export function pythonCode(of: SampleOf): string {
  const { uri, port, note } = callbackOf(of);
  const keys = of.authentication === "keys";
  return `# pip install requests${keys ? ' "pyjwt[crypto]"' : ""}
import base64
import hashlib
import http.server
${of.authentication === "secret" ? "import os\n" : ""}import secrets
import sys
${keys ? "import time\n" : ""}import urllib.parse
${keys ? "import uuid\n" : ""}import webbrowser

${keys ? "import jwt\n" : ""}import requests

redirect = urllib.parse.urlsplit(${text(uri)})


class Callback(http.server.BaseHTTPRequestHandler):
    answer = None

    def do_GET(self):
        address = urllib.parse.urlsplit(self.path)
        if address.path != redirect.path:
            self.send_error(404)
            return
        Callback.answer = dict(urllib.parse.parse_qsl(address.query))
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        self.wfile.write(b"Go back to the program.")

    def log_message(self, *arguments):
        pass  # the address contains the code


${note ? `# ${note[0]?.toUpperCase()}${note.slice(1)}.\n` : ""}server = http.server.HTTPServer(("127.0.0.1", ${port ?? 0}), Callback)
${port === undefined ? 'redirect = redirect._replace(netloc=f"{redirect.hostname}:{server.server_port}")\n' : ""}verifier = secrets.token_urlsafe(48)
challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
state = secrets.token_urlsafe(16)
query = urllib.parse.urlencode(
    {
        "client_id": ${text(of.clientId)},
        "response_type": "code",
        "scope": ${text(openidScopeOf(of))},
        "redirect_uri": redirect.geturl(),
        "state": state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
)
address = ${text(authorizationEndpoint(of))} + "?" + query
print("Sign in at", address, flush=True)
webbrowser.open(address)
while Callback.answer is None:
    server.handle_request()
answer = Callback.answer
if not secrets.compare_digest(answer.get("state", ""), state):
    sys.exit("This is not the answer to this request: the state is another one.")
if answer.get("iss", ${text(of.issuer)}) != ${text(of.issuer)}:
    sys.exit("This is the answer of another server.")
if "code" not in answer:
    sys.exit(f"You are not signed in: {answer}")
${keys ? `\n${pythonAssertion(of)}` : ""}response = requests.post(
    ${text(tokenEndpoint(of))},
${of.authentication === "secret" ? `    auth=(${text(of.clientId)}, os.environ["CLIENT_SECRET"]),\n` : ""}    data={
        "grant_type": "authorization_code",
        "code": answer["code"],
        "code_verifier": verifier,
        "redirect_uri": redirect.geturl(),
${of.authentication === "secret" ? "" : `        "client_id": ${text(of.clientId)},\n`}${
    keys
      ? `        "client_assertion_type": "${JWT_BEARER}",
        "client_assertion": assertion,
`
      : ""
  }    },
    timeout=10,
)
response.raise_for_status()
print(response.json())`;
}

export function javaCode(of: SampleOf): string {
  const { uri, port, note } = callbackOf(of);
  const keys = of.authentication === "keys";
  return `// Run: java SignIn.java
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.*;
import java.net.http.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.security.*;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.*;
import java.util.concurrent.CompletableFuture;

class SignIn {
    public static void main(String[] arguments) throws Exception {
        URI redirect = URI.create(${text(uri)});
        var answered = new CompletableFuture<Map<String, String>>();
${note ? `        // ${note[0]?.toUpperCase()}${note.slice(1)}.\n` : ""}        var server = HttpServer.create(new InetSocketAddress("127.0.0.1", ${port ?? 0}), 0);
        server.createContext("/", exchange -> {
            boolean callback = exchange.getRequestURI().getPath().equals(redirect.getPath());
            byte[] text = (callback ? "Go back to the program." : "Not found").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(callback ? 200 : 404, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
            if (callback) {
                answered.complete(parameters(exchange.getRequestURI()));
            }
        });
        server.start();
        String redirectUri = ${
          port === undefined
            ? 'new URI("http", null, redirect.getHost(), server.getAddress().getPort(), redirect.getPath(), null, null)\n                .toString()'
            : "redirect.toString()"
        };
        String verifier = random(48);
        String state = random(16);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
        String address = ${text(authorizationEndpoint(of))} + "?response_type=code&code_challenge_method=S256"
                + "&client_id=" + encode(${text(of.clientId)}) + "&scope=" + encode(${text(openidScopeOf(of))})
                + "&redirect_uri=" + encode(redirectUri) + "&state=" + state
                + "&code_challenge=" + Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        System.out.println("Sign in at " + address);
        open(address);
        Map<String, String> answer = answered.get();
        server.stop(0);
        if (!state.equals(answer.get("state"))) {
            throw new IllegalStateException("This is not the answer to this request: the state is another one.");
        }
        if (!answer.getOrDefault("iss", ${text(of.issuer)}).equals(${text(of.issuer)})) {
            throw new IllegalStateException("This is the answer of another server.");
        }
        if (!answer.containsKey("code")) {
            throw new IllegalStateException("You are not signed in: " + answer);
        }
${keys ? javaAssertion(of) : ""}        String body = "grant_type=authorization_code&code=" + encode(answer.get("code"))
                + "&code_verifier=" + verifier + "&redirect_uri=" + encode(redirectUri)${
                  of.authentication === "secret"
                    ? ""
                    : `\n                + "&client_id=" + encode(${text(of.clientId)})`
                }${
                  keys
                    ? `
                + "&client_assertion=" + assertion
                + "&client_assertion_type=" + encode("${JWT_BEARER}")`
                    : ""
                };
        var request = HttpRequest.newBuilder(URI.create(${text(tokenEndpoint(of))}))
                .header("Content-Type", "application/x-www-form-urlencoded")
${
  of.authentication === "secret"
    ? `                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(
                        (${text(of.clientId)} + ":" + System.getenv("CLIENT_SECRET")).getBytes(StandardCharsets.UTF_8)))
`
    : ""
}                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        System.out.println(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    static Map<String, String> parameters(URI address) {
        Map<String, String> parameters = new HashMap<>();
        for (String parameter : Objects.requireNonNullElse(address.getRawQuery(), "").split("&")) {
            String[] parts = parameter.split("=", 2);
            parameters.put(parts[0], URLDecoder.decode(parts.length > 1 ? parts[1] : "", StandardCharsets.UTF_8));
        }
        return parameters;
    }

    static void open(String address) {
        String system = System.getProperty("os.name");
        String opener = system.startsWith("Mac") ? "open" : system.startsWith("Windows") ? "explorer" : "xdg-open";
        try {
            new ProcessBuilder(opener, address).start();
        } catch (IOException withoutBrowser) {
            // Open the address by hand.
        }
    }

    static String random(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}`;
}
