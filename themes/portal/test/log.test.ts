import { describe, expect, it } from "vitest";
import { onLines } from "../src/clients/lines";
import {
  asked,
  barsOf,
  concernsOf,
  filtersOf,
  passes,
  queryOf,
  withNews,
  type Entry,
  type Status,
} from "../src/errors/log";
import { agoOf, withUnit } from "../src/i18n";

const entry = (id: string, time: string, error: string): Entry => ({
  seq: 1,
  id,
  time,
  type: "LOGIN_ERROR",
  error,
  client: null,
  user: null,
  ip: null,
  details: null,
});

describe("chart", () => {
  it("counts every entry once, in at most as many bars as asked for", () => {
    const entries = Array.from({ length: 500 }, (_, index) =>
      entry(String(index), new Date(1.7e12 + index * 77_777_777).toISOString(), index % 3 ? "a" : "b"),
    );
    const { bars, causes } = barsOf(entries, 48);
    expect(bars.length).toBeLessThanOrEqual(48);
    expect(causes).toEqual(["a", "b"]);
    expect(bars.reduce((sum, bar) => sum + (bar.counts.get("a") ?? 0) + (bar.counts.get("b") ?? 0), 0)).toBe(500);
  });

  it("one entry is the last of twelve bars, none is none", () => {
    const { bars } = barsOf([entry("1", "2026-01-31T08:15:00.123Z", "a")], 48);
    expect(bars.map((bar) => bar.counts.size)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    expect(barsOf([], 48).bars).toEqual([]);
  });
});

describe("filters", () => {
  it("come from the address, and go to the server without what is empty or unknown", () => {
    const filters = filtersOf(new URLSearchParams("type=LOGIN_ERROR&user=&other=x&from=2026-01-31T08:15"));
    expect(filters).toEqual({ type: "LOGIN_ERROR", from: "2026-01-31T08:15" });
    const query = new URLSearchParams(queryOf(filters, { limit: "5" }));
    expect(query.get("limit")).toBe("5");
    expect(query.get("from")).toBe(new Date("2026-01-31T08:15").toISOString());
  });

  it("no type means failed sign-ins, a star all types", () => {
    expect(asked({})).toEqual({ type: "LOGIN_ERROR" });
    expect(asked({ type: "*", ip: "::1" })).toEqual({ type: "!CAREGATE_AUDIT_READ", ip: "::1" });
    expect(asked({ type: "**", ip: "::1" })).toEqual({ ip: "::1" });
    expect(asked({ type: "X" })).toEqual({ type: "X" });
  });
});

describe("live", () => {
  const [a, b, c] = ["a", "b", "c"].map((id) => entry(id, "2026-01-31T08:15:00Z", "x")) as [Entry, Entry, Entry];

  it("puts what is new on top, newest first, and once", () => {
    expect(withNews([{ ...a, seq: 8 }, b, c], [a]).map((found) => `${found.id}${found.seq}`)).toEqual([
      "c1",
      "b1",
      "a8",
    ]);
    expect(withNews([], [b, a])).toEqual([b, a]);
  });
});

describe("what the tail brings", () => {
  const failed: Entry = {
    ...entry("1", "2026-01-31T08:15:00.500Z", "invalid_user_credentials"),
    client: "app",
    user: "u1",
    ip: "::1",
    details: { username: "alice", note: 'say "A"' },
  };

  it.each([
    [{}, true],
    [{ type: "LOGOUT_ERROR" }, false],
    [{ type: "*" }, true],
    [{ error: "invalid_user_credentials", client: "app", ip: "::1" }, true],
    [{ error: "invalid_user" }, false],
    [{ client: "ap" }, false],
    [{ ip: "::2" }, false],
    [{ user: "alice" }, true],
    [{ user: "u1" }, true],
    [{ user: "Alice" }, false],
    [{ text: "ALICE" }, true],
    [{ text: 'say "a"' }, true],
    [{ text: "bob" }, false],
    [{ text: '"seq":1' }, false],
    [{ from: "2026-01-31T08:15:00.500Z" }, true],
    [{ from: "2026-01-31T08:15:00.501Z" }, false],
    [{ to: "2026-01-31T08:15:00.500Z" }, false],
    [{ to: "2026-01-31T08:15:00.501Z" }, true],
  ] as const)("%j: %s", (filters, expected) => {
    expect(passes(filters, failed)).toBe(expected);
  });

  it("a name that belongs to nobody is hashed, so only the server knows", () => {
    const hashed = { ...failed, user: null, details: { username: "hmac-sha256:0123" } };
    expect(passes({ user: "alice" }, hashed)).toBe("ask");
    expect(passes({ user: "alice", client: "other" }, hashed)).toBe(false);
    expect(passes({}, hashed)).toBe(true);
  });
});

describe("status", () => {
  const sink = {
    sink: "file",
    state: "delivering" as const,
    lagEntries: 0,
    lagSeconds: 0,
    error: null,
    errorSince: null,
    nextTry: null,
    deadLetters: 0,
  };
  const well: Status = {
    time: "",
    node: "n",
    sealed: 5,
    waiting: 1,
    oldestWaitingSeconds: 60,
    checkpointAgeSeconds: 120,
    spillBytes: 0,
    sinks: [sink],
  };

  it.each([
    [{}, []],
    [{ checkpointAgeSeconds: null }, ["noCheckpoint"]],
    [{ checkpointAgeSeconds: 121 }, ["oldCheckpoint"]],
    [{ oldestWaitingSeconds: 61 }, ["waiting"]],
    [{ spillBytes: 1 }, ["spill"]],
    [{ sinks: [sink, { ...sink, state: "failing" as const, lagSeconds: 900 }] }, ["failing"]],
    [
      {
        sinks: [
          { ...sink, state: "misconfigured" as const },
          { ...sink, deadLetters: 1 },
        ],
      },
      ["misconfigured", "deadLetters"],
    ],
    [{ sinks: [{ ...sink, state: "removed" as const }] }, ["removed"]],
    [{ sinks: [{ ...sink, lagSeconds: 300 }] }, []],
    [{ sinks: [{ ...sink, lagSeconds: 301 }] }, ["slow"]],
  ])("%j: %j", (different, concerns) => {
    expect(concernsOf({ ...well, ...different })).toEqual(concerns);
  });

  it("numbers are told in the largest unit that has two", () => {
    const spans: [string, number][] = [
      ["second", 1],
      ["minute", 60],
      ["hour", 3600],
      ["day", 86_400],
    ];
    expect([0, 1, 119, 120, 7199, 7200, 200_000].map((seconds) => withUnit("en", seconds, spans))).toEqual([
      "0 seconds",
      "1 second",
      "119 seconds",
      "2 minutes",
      "119 minutes",
      "2 hours",
      "2 days",
    ]);
    expect([0, 12, 200_000].map((seconds) => agoOf("de", seconds))).toEqual([
      "vor 0 Sekunden",
      "vor 12 Sekunden",
      "vor 2 Tagen",
    ]);
    expect(
      withUnit("en", 2_500_000, [
        ["byte", 1],
        ["megabyte", 1e6],
      ]),
    ).toBe("2 megabytes");
  });
});

describe("errors of addresses", () => {
  it("are shown at the line that was typed, though empty lines are not sent", () => {
    const lines = { redirectUris: ["", "https://a.example/*", "", "https://b.example/*"], webOrigins: [] };
    const error = (pointer: string) => ({ pointer, code: "wildcard", detail: "" });
    expect(onLines([error("#/redirectUris/1"), error("#/name")], lines).map((found) => found.pointer)).toEqual([
      "#/redirectUris/3",
      "#/name",
    ]);
  });
});
