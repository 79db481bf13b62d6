import type { Kind } from "../../model";

export interface SampleOf {
  kind: Kind;
  clientId: string;
  issuer: string;
  scopes: readonly string[];
  redirectUris: readonly string[];
  authentication: "none" | "secret" | "keys";
  algorithm: "RS384" | "ES384";
  kid: string;
}

export const JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

export const tokenEndpoint = (of: SampleOf) => `${of.issuer}/protocol/openid-connect/token`;
export const authorizationEndpoint = (of: SampleOf) => `${of.issuer}/protocol/openid-connect/auth`;
export const scopeOf = (of: SampleOf) => of.scopes.join(" ");
export const openidScopeOf = (of: SampleOf) => ["openid", ...of.scopes].join(" ");

/** For a shell: none of its characters has a meaning. */
export const quoted = (value: string) => `'${value.replaceAll("'", "'\\''")}'`;

/** A string in JavaScript, Python, Java and Swift alike. */
export const text = (value: string) => JSON.stringify(value);

/** Libraries refuse http. Only a server on the reader's own computer may be called like this. */
export function isLocal(issuer: string): boolean {
  const { protocol, hostname } = new URL(issuer);
  return protocol === "http:" && isLoopback(hostname);
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** A redirect URI that a program on the reader's computer can answer itself (RFC 8252 section 7.3). */
export function loopbackOf(of: SampleOf): string | undefined {
  return of.redirectUris.find((uri) => uri.startsWith("http://") && isLoopback(new URL(uri).hostname));
}

/** A redirect URI that a phone passes to the app. */
export function appUriOf(of: SampleOf): string | undefined {
  return of.redirectUris.find((uri) => !uri.startsWith("http://"));
}
