import { afterEach, describe, expect, it, vi } from "vitest";
import { Api, type Problem } from "../src/api";

const api = new Api(
  () => Promise.resolve("token"),
  () => "de",
  () => undefined,
);

/** What a call makes of this answer. */
async function refused(body: object, headers: Record<string, string>): Promise<Problem> {
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(JSON.stringify(body), { status: 400, headers })));
  return api.get("https://sso.example.org/").then(
    () => expect.unreachable(),
    (error: unknown) => error as Problem,
  );
}

afterEach(() => vi.unstubAllGlobals());

describe("a problem", () => {
  const body = { code: "malformed", title: "Titel", detail: "Was falsch ist", status: 400 };

  it("has the server's words where they are in the reader's language", async () => {
    expect(await refused(body, { "Content-Language": "de" })).toMatchObject({
      status: 400,
      code: "malformed",
      title: "Titel",
      detail: "Was falsch ist",
    });
  });

  it.each([{ "Content-Language": "en" }, {}])("has no title where it is in another language: %o", async (headers) => {
    expect(await refused(body, headers as Record<string, string>)).toMatchObject({
      code: "malformed",
      title: "",
      detail: "Was falsch ist",
    });
  });

  it("says when to try again", async () => {
    expect(await refused(body, { "Retry-After": "7" })).toMatchObject({ retryAfter: 7 });
  });
});
