import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { languagesOf, sampleOf, type Language, type SampleOf } from "../src/clients/samples/samples";

/** Commands that the sample calls, as far as they matter here; what curl is given is printed. */
const COMMANDS = `
openssl() {
  case "$1" in
    base64) base64 | tr -d '\\n' ;;
    rand) [ "$2" = -hex ] && echo 0123456789abcdef || echo dmVyaWZpZXI= ;;
    *) cat >/dev/null; printf signature ;;
  esac
}
curl() { printf '%s\\n' "$@"; }
`;

const OF: SampleOf = {
  kind: "service",
  clientId: "100%sure's %d",
  issuer: "https://sso.example.org/realms/clinic%20north%d",
  scopes: ["system/Patient.rs"],
  redirectUris: [],
  authentication: "keys",
  algorithm: "RS384",
  kid: "key%20one%s",
};

function given(of: SampleOf): string[] {
  const shell = `set -eu\n${COMMANDS}\n${sampleOf("curl", of)}`;
  return execFileSync("bash", ["-c", shell], { encoding: "utf8" }).split("\n");
}

function assertion(of: SampleOf): Record<string, unknown>[] {
  const sent = given(of).find((argument) => argument.startsWith("client_assertion="));
  return (sent ?? "")
    .slice("client_assertion=".length)
    .split(".")
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, "base64url").toString()) as Record<string, unknown>);
}

describe("the curl sample of a client with keys", () => {
  it("signs exactly these names, whatever a shell or printf would make of them", () => {
    const [header, claims] = assertion(OF);
    expect(header).toEqual({ alg: "RS384", kid: OF.kid, typ: "JWT" });
    expect(claims).toMatchObject({ iss: OF.clientId, sub: OF.clientId, aud: OF.issuer, jti: "0123456789abcdef" });
    expect(claims?.exp).toBeGreaterThan(Date.now() / 1000);
  });

  it("sends it to the token endpoint", () => {
    expect(given({ ...OF, clientId: "app" })).toContain(`${OF.issuer}/protocol/openid-connect/token`);
  });
});

const WEB: SampleOf = {
  ...OF,
  kind: "web",
  clientId: "my-app-abc",
  issuer: "https://sso.example.org/realms/clinic",
  scopes: ["health-api", "user/Patient.rs"],
  redirectUris: ["https://web.example/callback?a=b"],
  authentication: "secret",
  kid: "key",
};

/** What the shell prints after the sample was pasted and the reader has called `finish` with this address. */
function finished(of: SampleOf, address: string): { status: number | null; stdout: string; stderr: string } {
  const shell = `set -u\n${COMMANDS}\nCLIENT_SECRET=s3cret\n${sampleOf("curl", of)}\nfinish '${address}'`;
  return spawnSync("bash", ["-c", shell], { encoding: "utf8", input: "" });
}

describe("the curl sample of a client that signs users in", () => {
  it("prints the address, and waits for nothing, so that it can be pasted", () => {
    const run = spawnSync("bash", ["-c", `set -eu\n${COMMANDS}\n${sampleOf("curl", WEB)}`], {
      encoding: "utf8",
      input: "",
    });
    expect(run.status).toBe(0);
    const query = new URL(run.stdout.trim()).searchParams;
    expect(query.get("state")).toBe("0123456789abcdef");
    expect(query.get("redirect_uri")).toBe(WEB.redirectUris[0]);
    expect(query.get("scope")).toBe("openid health-api user/Patient.rs");
    expect(query.get("code_challenge_method")).toBe("S256");
  });

  it.each(["none", "secret", "keys"] as const)("exchanges the code, authenticated by %s", (authentication) => {
    const of = { ...WEB, authentication };
    const run = finished(of, "https://web.example/callback?a=b&state=0123456789abcdef&iss=x&code=c0de.1#end");
    expect(run.status).toBe(0);
    const sent = run.stdout.split("\n");
    expect(sent).toContain("code=c0de.1");
    expect(sent).toContain(`redirect_uri=${WEB.redirectUris[0] ?? ""}`);
    expect(sent).toContain(authentication === "secret" ? "my-app-abc:s3cret" : "client_id=my-app-abc");
    expect(sent.some((argument) => argument.startsWith("client_assertion="))).toBe(authentication === "keys");
  });

  it.each(["state=other&code=c0de", "code=c0de", "xstate=0123456789abcdef&code=c0de"])("refuses %s", (query) => {
    const run = finished(WEB, `https://web.example/callback?${query}`);
    expect(run.status).toBe(1);
    expect(run.stderr).toContain("the state is another one");
    expect(run.stdout).not.toContain("c0de");
  });
});

const ISSUERS = [WEB.issuer, "http://localhost:8080/realms/clinic%20north"];
const everyClient: SampleOf[] = ISSUERS.flatMap((issuer) =>
  (["RS384", "ES384"] as const).flatMap((algorithm) => [
    ...(["secret", "keys"] as const).flatMap((authentication): SampleOf[] => [
      { ...WEB, issuer, algorithm, authentication },
      { ...WEB, issuer, algorithm, authentication, redirectUris: ["http://localhost:3000/callback"] },
      { ...WEB, issuer, algorithm, authentication, kind: "service", redirectUris: [] },
    ]),
    { ...WEB, issuer, algorithm, kind: "spa", authentication: "none" },
    {
      ...WEB,
      issuer,
      algorithm,
      kind: "native",
      authentication: "none",
      redirectUris: ["com.example.app:/callback", "http://127.0.0.1/callback"],
    },
  ]),
);

const samples = (language: Language) => everyClient.filter((of) => languagesOf(of).includes(language));

const home = process.env.JAVA_HOME;
const java = (program: "java" | "javac") => (home ? join(home, "bin", program) : program);
const has = (program: string, argument: string) => spawnSync(program, [argument]).status === 0;

describe("every sample", () => {
  const folder = mkdtempSync(join(tmpdir(), "caregate-samples-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const saved = (
    language: Language,
    ending: string,
    change: (sample: string, index: number) => string = (sample) => sample,
  ) =>
    samples(language).map((of, index) => {
      const inside = join(folder, language, String(index));
      mkdirSync(inside, { recursive: true });
      const file = join(inside, `sample.${ending}`);
      writeFileSync(file, change(sampleOf(language, of), index));
      return file;
    });

  it("of a kind fits what the kind has", () => {
    expect(languagesOf({ ...WEB, kind: "service" })).toEqual(["curl", "javascript", "python", "java"]);
    expect(languagesOf(WEB)).toEqual(["javascript", "python", "java", "curl"]);
    expect(languagesOf({ ...WEB, kind: "spa" })).toEqual(["oidc-client-ts", "keycloak-js"]);
    const native = (...redirectUris: string[]) => languagesOf({ ...WEB, kind: "native", redirectUris });
    expect(native("com.example.app:/callback")).toEqual(["appauth-android", "appauth-ios"]);
    expect(native("http://127.0.0.1/callback")).toEqual(["javascript", "python", "java", "curl"]);
    expect(native("https://app.example/callback", "http://[::1]/callback")).toHaveLength(6);
  });

  it("contains no secret, and lets libraries use http only on this computer", () => {
    for (const of of everyClient) {
      for (const language of languagesOf(of)) {
        const sample = sampleOf(language, of);
        expect(sample.length).toBeGreaterThan(100);
        expect(sample).toContain(of.clientId);
        expect(sample.replace(/^ *undefined,$/m, "")).not.toMatch(/undefined|NaN/);
        if (of.issuer.startsWith("https:")) {
          expect(sample).not.toMatch(/allowInsecureRequests|setSkipIssuerHttpsCheck|NSAllowsLocalNetworking/);
        } else if (language === "appauth-android") {
          expect(sample).toContain("setSkipIssuerHttpsCheck");
        }
      }
    }
  });

  it.each(["javascript", "oidc-client-ts", "keycloak-js"] as const)(
    "in %s is a module that Node can parse",
    (language) => {
      const files = saved(language, "mjs");
      expect(files).not.toEqual([]);
      for (const file of files) {
        execFileSync(process.execPath, ["--check", file]);
      }
    },
  );

  it("in curl is what a shell can parse", () => {
    for (const file of saved("curl", "sh")) {
      execFileSync("bash", ["-n", file]);
    }
  });

  it.skipIf(!has("python3", "--version"))("in Python is what Python can parse", () => {
    const files = saved("python", "py");
    execFileSync("python3", ["-c", "import ast, sys\nfor f in sys.argv[1:]: ast.parse(open(f).read())", ...files]);
  });

  it.skipIf(!has(java("javac"), "-version"))("in Java is compiled without a warning", { timeout: 60_000 }, () => {
    const files = saved("java", "java", (sample, index) =>
      sample.replace(/class (SignIn|GetToken) /, (_, name: string) => `class ${name}${index} `),
    );
    execFileSync(java("javac"), ["-Xlint:all", "-Werror", "-d", folder, ...files]);
  });

  it.skipIf(!has(java("java"), "-version"))("for Android is what Java can parse", { timeout: 60_000 }, () => {
    const files = saved("appauth-android", "java");
    expect(execFileSync(java("java"), ["test/samples/Parse.java", ...files], { encoding: "utf8" })).toBe("");
  });

  it("for iOS closes what it opens", () => {
    for (const of of samples("appauth-ios")) {
      const code = sampleOf("appauth-ios", of).replace(/"(?:[^"\\]|\\.)*"|\/\/.*/g, "");
      for (const [open, close] of ["()", "{}", "[]"]) {
        expect(code.split(open ?? "").length).toBe(code.split(close ?? "").length);
      }
    }
  });
});
