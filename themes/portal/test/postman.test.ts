import { createHash, createHmac, verify, createPublicKey, type JsonWebKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { makeKey } from "../src/clients/keys";

const script = readFileSync("src/clients/sign.postman.js", "utf8");

/** As much of Postman's sandbox as the script uses; that it runs in the real one is for newman to show. */
function sandbox(values: Map<string, string>) {
  const words = (bytes: Buffer) => ({ bytes, toString: () => bytes.toString("hex") });
  const CryptoJS = {
    enc: {
      Base64: {
        parse: (text: string) => words(Buffer.from(text, "base64")),
        stringify: (value: { bytes: Buffer }) => value.bytes.toString("base64"),
      },
      Hex: { parse: (text: string) => words(Buffer.from(text, "hex")) },
      Utf8: { parse: (text: string) => words(Buffer.from(text)) },
    },
    SHA384: (text: string) => words(createHash("sha384").update(text).digest()),
    HmacSHA384: (message: { bytes: Buffer }, key: { bytes: Buffer }) =>
      words(createHmac("sha384", key.bytes).update(message.bytes).digest()),
  };
  const environment = {
    get: (name: string) => values.get(name),
    set: (name: string, value: string) => values.set(name, value),
  };
  return { CryptoJS, pm: { environment, variables: { replaceIn: () => "some-guid" } } };
}

describe.each(["RS384", "ES384"] as const)("a client assertion in Postman, %s", (algorithm) => {
  it("verifies with the public key", async () => {
    const made = await makeKey(algorithm);
    const values = new Map([
      ["private_key_jwk", JSON.stringify(made.privateJwk)],
      ["client_id", "c"],
      ["issuer", "https://sso.example.org/realms/r"],
    ]);
    runInNewContext(script, sandbox(values));
    const [header = "", claims = "", signature = ""] = (values.get("client_assertion") ?? "").split(".");
    const key = createPublicKey({ key: made.publicJwk as JsonWebKey, format: "jwk" });
    const good = (text: string) =>
      verify("sha384", Buffer.from(text), { key, dsaEncoding: "ieee-p1363" }, Buffer.from(signature, "base64url"));
    expect(good(`${header}.${claims}`)).toBe(true);
    expect(good(`${header}.${claims}x`)).toBe(false);
    expect(JSON.parse(Buffer.from(header, "base64url").toString())).toEqual({
      alg: algorithm,
      kid: made.kid,
      typ: "JWT",
    });
    const read = JSON.parse(Buffer.from(claims, "base64url").toString()) as Record<string, unknown>;
    expect(read.aud).toBe("https://sso.example.org/realms/r");
    expect(read.iss).toBe(read.sub);
    expect(Object.keys(made.publicJwk)).not.toContain("d");
  });
});
