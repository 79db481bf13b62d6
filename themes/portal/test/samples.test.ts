import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { sampleOf, type SampleOf } from "../src/clients/samples";

/** Commands that the sample calls, as far as they matter here; what curl is given is printed. */
const COMMANDS = `
openssl() {
  case "$1" in
    base64) base64 | tr -d '\\n' ;;
    rand) echo 0123456789abcdef ;;
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
  redirectUri: undefined,
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
