import { describe, expect, it } from "vitest";
import { grouped, type ClientError } from "../src/clients/client-errors";

const error = (time: string, more: Partial<ClientError> = {}): ClientError => ({
  time,
  type: "LOGIN_ERROR",
  error: "invalid_redirect_uri",
  ...more,
});

describe("a client's errors", () => {
  it("are shown once each, with how often and when last", () => {
    const found = [
      error("4", { redirectUri: "https://a.example" }),
      error("3", { redirectUri: "https://b.example" }),
      error("2", { redirectUri: "https://a.example" }),
      error("1", { redirectUri: "https://a.example", type: "LOGOUT_ERROR" }),
    ];
    expect(grouped(found).map(({ last, count }) => [last.time, count])).toEqual([
      ["4", 2],
      ["3", 1],
      ["1", 1],
    ]);
  });

  it("that differ in their reason are two", () => {
    expect(grouped([error("2", { reason: "no kid" }), error("1", { reason: "old" })])).toHaveLength(2);
    expect(grouped([])).toEqual([]);
  });
});
