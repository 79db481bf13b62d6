import { appAuthAndroid, appAuthIos, keycloakJs, oidcClientTs } from "./app";
import { appUriOf, loopbackOf, type SampleOf } from "./sample-of";
import { curlCode, javaCode, javascriptCode, pythonCode } from "./server";
import { curlService, javascriptService, javaService, pythonService } from "./service";

export type { SampleOf } from "./sample-of";

export type Language =
  "curl" | "javascript" | "python" | "java" | "oidc-client-ts" | "keycloak-js" | "appauth-android" | "appauth-ios";

type Sample = (of: SampleOf) => string;

const SERVICE: Partial<Record<Language, Sample>> = {
  curl: curlService,
  javascript: javascriptService,
  python: pythonService,
  java: javaService,
};

const PROGRAM: Partial<Record<Language, Sample>> = {
  javascript: javascriptCode,
  python: pythonCode,
  java: javaCode,
  curl: curlCode,
};

const BROWSER: Partial<Record<Language, Sample>> = { "oidc-client-ts": oidcClientTs, "keycloak-js": keycloakJs };

const PHONE: Partial<Record<Language, Sample>> = { "appauth-android": appAuthAndroid, "appauth-ios": appAuthIos };

function samplesOf(of: SampleOf): Partial<Record<Language, Sample>> {
  switch (of.kind) {
    case "service":
      return SERVICE;
    case "web":
      return PROGRAM;
    case "spa":
      return BROWSER;
    case "native":
      return { ...(appUriOf(of) ? PHONE : {}), ...(loopbackOf(of) ? PROGRAM : {}) };
  }
}

/** The languages and libraries that fit this kind of client, and what it has registered. */
export function languagesOf(of: SampleOf): Language[] {
  return Object.keys(samplesOf(of)) as Language[];
}

/** A program that gets a token as this client. It contains no secret: that comes from the environment or a file. */
export function sampleOf(language: Language, of: SampleOf): string {
  return `${samplesOf(of)[language]?.(of).trim() ?? ""}\n`;
}
