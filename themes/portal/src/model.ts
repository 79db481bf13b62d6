import type { Registration } from "./config";

export type Role = "developer" | "client-approver" | "therapist" | "patient" | "auditor";
export type Kind = "web" | "spa" | "native" | "service";
export const KINDS: readonly Kind[] = ["web", "spa", "native", "service"];
export type Environment = "acceptance" | "production";

/** A scope that a client may be given. */
export interface Scope {
  name: string;
  description: string;
  kinds: Kind[];
  /** The protected API that it leads to. */
  api: string | null;
  /** The roles that a service account can ask for there. */
  roles: string[];
}

export interface Me {
  id: string;
  username: string;
  name: string;
  roles: Role[];
  registration: Registration;
  mayRegister: boolean;
  clients: { used: number; most: number };
  scopes: Scope[];
  /** For an approver: the number of requests that wait for a decision. */
  waiting: number;
  secretRotation: boolean;
  /** Whether the server has a log in which users read about their own account. */
  signIns: boolean;
}

export type PublicJwk = JsonWebKey & { kid?: string };
export type KeySource = { pem: string } | { jwks: { keys: PublicJwk[] } } | { jwksUrl: string };

export interface ClientSpec {
  kind: Kind;
  name: string;
  description: string;
  environment: Environment;
  redirectUris: string[];
  webOrigins: string[];
  scopes: string[];
  roles?: string[];
  authentication?: "secret" | "keys";
  keys?: KeySource;
  purpose?: string;
}

export interface Keys {
  jwksUrl: string | null;
  keys: { kid: string; alg: "RS384" | "ES384" }[];
}

export interface Asked {
  kind: Kind;
  name: string;
  description: string;
  environment: Environment;
  redirectUris: string[];
  webOrigins: string[];
  scopes: string[];
  authentication: "none" | "secret" | "keys";
  keys: Keys | null;
  roles: string[];
}

export interface Client extends Asked {
  id: string;
  clientId: string;
  enabled: boolean;
  secret: { createdAt: string | null; validUntil: string | null; previousValidUntil: string | null } | null;
  /** What the protected APIs ask of it that its scopes lead to. */
  apis: { api: string; roles: string[]; admitted: boolean }[];
  createdAt: string;
  pendingRequest: string | null;
}

export interface ClientWithSecret {
  client: Client;
  secret: string | null;
}

export interface Person {
  id: string;
  username: string | null;
  name: string | null;
}

export interface ClientRequest {
  id: string;
  action: "create" | "change";
  state: "pending" | "accepted" | "declined" | "withdrawn";
  requester: Person;
  purpose: string;
  asked: Asked;
  current: Asked | null;
  grants: { role: string; mayGive: boolean }[];
  client: string | null;
  clientId: string | null;
  secretWaits: boolean;
  createdAt: string;
  decidedAt: string | null;
  decider: Person | null;
  reason: string | null;
}
