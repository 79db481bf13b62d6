import { RefusedError, SessionEndedError } from "./session";
import { parseStrictly, textOf, type Json } from "./strict-json";

/** One problem with a field; `pointer` is a JSON Pointer into what was sent. */
export interface FieldError {
  pointer: string;
  code: string;
  detail: string;
  /** What Keycloak says, in English, where no text of the portal says more. */
  reason?: string;
  rule?: string;
}

/** Why a call has failed, in the reader's language if the server has provided it. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string,
    readonly errors: FieldError[] = [],
    readonly reference: string | undefined = undefined,
    readonly retryAfter: number | undefined = undefined,
  ) {
    super(code);
  }
}

export interface Answer<T> {
  status: number;
  body: T;
  tag: string | null;
}

interface Call {
  method?: string;
  body?: unknown;
  ifMatch?: string;
  accept?: string;
  signal?: AbortSignal;
}

/** Calls the server with the token of the signed-in user. */
export class Api {
  constructor(
    private readonly token: () => Promise<string>,
    private readonly locale: () => string,
    private readonly ended: () => void,
  ) {}

  async get<T>(url: string, signal?: AbortSignal): Promise<T> {
    return (await this.call<T>(url, signal ? { signal } : {})).body;
  }

  /**
   * An answer that is to prove something. It is read strictly, so that every reader understands it the same; throws if
   * that is not possible.
   */
  async strictly(url: string, signal?: AbortSignal): Promise<Json> {
    const response = await this.send(url, signal ? { signal } : {});
    return parseStrictly(textOf(new Uint8Array(await response.arrayBuffer())));
  }

  async call<T>(url: string, call: Call = {}): Promise<Answer<T>> {
    const response = await this.send(url, call);
    const text = response.status === 204 ? "" : await response.text();
    return {
      status: response.status,
      body: (text ? JSON.parse(text) : undefined) as T,
      tag: response.headers.get("ETag"),
    };
  }

  /** The answer as it arrives, for a download. */
  async send(url: string, call: Call = {}): Promise<Response> {
    let response: Response;
    try {
      const headers: Record<string, string> = {
        Authorization: `Bearer ${await this.token()}`,
        Accept: call.accept ?? "application/json, application/problem+json",
        "Accept-Language": this.locale(),
      };
      if (call.body !== undefined) {
        headers["Content-Type"] = "application/json";
      }
      if (call.ifMatch) {
        headers["If-Match"] = call.ifMatch;
      }
      response = await fetch(url, {
        method: call.method ?? "GET",
        headers,
        credentials: "omit",
        cache: "no-store",
        ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
        ...(call.signal ? { signal: call.signal } : {}),
      });
    } catch (error) {
      if (error instanceof SessionEndedError) {
        this.ended();
        throw new Problem(401, "session-ended", "", "");
      }
      if (error instanceof RefusedError) {
        const later = /^(temporarily_unavailable|server_error)$/.test(error.code) || /^5\d\d$/.test(error.description);
        throw new Problem(later ? 503 : 400, error.code, "", later ? "" : error.description);
      }
      if (error instanceof DOMException && error.name === "AbortError") {
        throw error;
      }
      throw new Problem(0, "network", "", "");
    }
    if (response.ok) {
      return response;
    }
    if (response.status === 401) {
      this.ended();
    }
    throw await problemOf(response, this.locale());
  }
}

/**
 * Problem details (RFC 9457). Titles in another language, which the audit log has, are left out: the app has its own.
 */
async function problemOf(response: Response, locale: string): Promise<Problem> {
  const after = Number(response.headers.get("Retry-After"));
  const body = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  const text = (name: string): string => (typeof body[name] === "string" ? body[name] : "");
  return new Problem(
    response.status,
    text("code") || "unknown",
    response.headers.get("Content-Language") === locale ? text("title") : "",
    text("detail"),
    Array.isArray(body.errors) ? (body.errors as FieldError[]) : [],
    text("instance") || undefined,
    Number.isFinite(after) && after > 0 ? after : undefined,
  );
}
