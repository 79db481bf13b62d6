import type { PublicJwk } from "../model";

export type Algorithm = "RS384" | "ES384";

/** A key pair created in this browser. The private part is for the reader to keep; it is in no request. */
export interface MadeKey {
  algorithm: Algorithm;
  kid: string;
  publicJwk: PublicJwk;
  privateJwk: PublicJwk;
  privatePem: string;
}

const PARAMETERS: Record<Algorithm, RsaHashedKeyGenParams | EcKeyGenParams> = {
  RS384: { name: "RSASSA-PKCS1-v1_5", modulusLength: 3072, publicExponent: Uint8Array.of(1, 0, 1), hash: "SHA-384" },
  ES384: { name: "ECDSA", namedCurve: "P-384" },
};

export async function makeKey(algorithm: Algorithm): Promise<MadeKey> {
  const pair = (await crypto.subtle.generateKey(PARAMETERS[algorithm], true, ["sign", "verify"])) as CryptoKeyPair;
  const jwk = await crypto.subtle.exportKey("jwk", pair.publicKey);
  const kid = await thumbprint(jwk);
  const secret = await crypto.subtle.exportKey("jwk", pair.privateKey);
  const common = { kid, alg: algorithm, use: "sig" };
  return {
    algorithm,
    kid,
    publicJwk: { ...bare(jwk), ...common },
    privateJwk: { ...bare(secret), ...common },
    privatePem: pem(await crypto.subtle.exportKey("pkcs8", pair.privateKey)),
  };
}

/** Without the members that WebCrypto adds for itself. */
function bare(jwk: JsonWebKey): JsonWebKey {
  const rest = { ...jwk };
  delete rest.key_ops;
  delete rest.ext;
  return rest;
}

/** RFC 7638: the key's own id. */
export async function thumbprint(jwk: JsonWebKey): Promise<string> {
  const members =
    jwk.kty === "RSA" ? { e: jwk.e, kty: jwk.kty, n: jwk.n } : { crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y };
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify(members)));
  return btoa(String.fromCharCode(...new Uint8Array(hash)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");
}

function pem(der: ArrayBuffer): string {
  const text = btoa(Array.from(new Uint8Array(der), (byte) => String.fromCharCode(byte)).join(""));
  return `-----BEGIN PRIVATE KEY-----\n${(text.match(/.{1,64}/g) ?? []).join("\n")}\n-----END PRIVATE KEY-----\n`;
}
