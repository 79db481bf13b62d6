/** The server's settings before a user signs in; see `Config` in the portal's OpenAPI file. */
export interface Config {
  realm: string;
  displayName: string;
  issuer: string;
  clientId: string;
  portalUrl: string;
  apiUrl: string;
  auditUrl: string;
  accountUrl: string;
  locales: string[];
  defaultLocale: string;
  registration: Registration;
  apiScope: string | null;
}

export type Registration = "self-service" | "approval" | "admin-only";

/** The path of the portal, which the server has written into the page; it ends with a slash. */
export function basePath(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="caregate-base"]')?.content ?? "/";
}

export async function loadConfig(): Promise<Config> {
  const response = await fetch(`${basePath()}config.json`, { headers: { Accept: "application/json" } });
  if (!response.ok) {
    throw new Error(`config.json answers ${response.status}`);
  }
  return (await response.json()) as Config;
}
