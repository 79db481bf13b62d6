import { describe, expect, it } from "vitest";
import { onLines } from "../src/clients/lines";
import { asked, barsOf, filtersOf, merged, queryOf, type Entry } from "../src/errors/log";

const entry = (id: string, time: string, error: string): Entry => ({ seq: 1, id, time, type: "LOGIN_ERROR", error, client: null, user: null, ip: null, details: null });

describe("chart", () => {
  it("counts every entry once, in at most as many bars as asked for", () => {
    const entries = Array.from({ length: 500 }, (_, index) => entry(String(index), new Date(1.7e12 + index * 77_777_777).toISOString(), index % 3 ? "a" : "b"));
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
    expect(asked({ type: "*", ip: "::1" })).toEqual({ ip: "::1" });
    expect(asked({ type: "X" })).toEqual({ type: "X" });
  });
});

describe("live", () => {
  const [a, b, c] = ["a", "b", "c"].map((id) => entry(id, "2026-01-31T08:15:00Z", "x")) as [Entry, Entry, Entry];
  it("puts what is new on top", () => {
    expect(merged({ events: [c, b], next: "n" }, { entries: [b, a], next: null }).entries.map((e) => e.id)).toEqual(["c", "b", "a"]);
  });
  it("begins anew where the new page does not reach the old list", () => {
    expect(merged({ events: [c], next: "n" }, { entries: [a], next: "old" })).toEqual({ entries: [c], next: "n" });
  });
});

describe("errors of addresses", () => {
  it("are shown at the line that was typed, though empty lines are not sent", () => {
    const lines = { redirectUris: ["", "https://a.example/*", "", "https://b.example/*"], webOrigins: [] };
    const error = (pointer: string) => ({ pointer, code: "wildcard", detail: "" });
    expect(onLines([error("#/redirectUris/1"), error("#/name")], lines).map((found) => found.pointer)).toEqual(["#/redirectUris/3", "#/name"]);
  });
});
