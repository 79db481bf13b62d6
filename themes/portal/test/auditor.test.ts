import { describe, expect, it } from "vitest";
import { asked, ALL, ALL_WITH_READS, changeOf, CHANGES, passes, type Entry } from "../src/errors/log";
import { localTime, rangeOf } from "../src/errors/presets";
import { verdictOf } from "../src/errors/proof";
import { landingOf } from "../src/landing";

const entry = (type: string, details: Record<string, string> | null = null): Entry => ({
  seq: 1,
  id: "id",
  time: "2026-01-31T08:15:00.123Z",
  type,
  error: null,
  client: null,
  user: null,
  ip: null,
  details,
});

describe("the first page", () => {
  it.each([
    [["auditor"], ["token", "errors"], "errors"],
    [["auditor", "patient"], ["token", "errors"], "errors"],
    [["auditor", "therapist"], ["token", "errors"], "token"],
    [["developer", "auditor"], ["clients", "requests", "token", "errors"], "clients"],
    [["therapist"], ["token"], "token"],
    [["patient"], [], undefined],
    [["patient"], ["token", "sign-ins"], "sign-ins"],
    [[], ["token", "sign-ins"], "sign-ins"],
    [["patient"], ["token"], "token"],
    [["therapist"], ["token", "sign-ins"], "token"],
    [["auditor"], ["token", "errors", "sign-ins"], "errors"],
  ] as const)("of %j is %s", (roles, pages, first) => {
    expect(landingOf(roles, pages)).toBe(first);
  });
});

describe("the types of entries", () => {
  it("are failed sign-ins, and reads of the log only if the reader asks for them", () => {
    const shown = (type: string | undefined, of: string) => passes(type ? { type } : {}, entry(of));
    expect(shown(undefined, "LOGIN_ERROR")).toBe(true);
    expect(shown(undefined, "CAREGATE_AUDIT_READ")).toBe(false);
    expect(shown(ALL, "LOGIN_ERROR")).toBe(true);
    expect(shown(ALL, "CAREGATE_AUDIT_READ")).toBe(false);
    expect(shown(ALL, "CAREGATE_AUDIT_READ_ERROR")).toBe(true);
    expect(shown(ALL_WITH_READS, "CAREGATE_AUDIT_READ")).toBe(true);
    expect(asked({ type: ALL }).type).toBe("!CAREGATE_AUDIT_READ");
  });

  it("of changes are those of administrators and of the model", () => {
    for (const type of ["ADMIN_UPDATE", "MODEL_DELETE", "WORKFLOW_STEP"]) {
      expect(passes({ type: CHANGES }, entry(type))).toBe(true);
    }
    expect(passes({ type: CHANGES }, entry("LOGIN_ERROR"))).toBe(false);
  });
});

describe("a change", () => {
  it("says what was changed", () => {
    const details = { resource_type: "CLIENT", resource_path: "clients/1", fields: "redirectUris,name", roles: "r" };
    expect(changeOf(entry("ADMIN_UPDATE", details))).toEqual({
      resource: "CLIENT",
      path: "clients/1",
      names: "redirectUris,name, r",
    });
  });

  it("is nothing in an entry of another kind", () => {
    expect(changeOf(entry("LOGIN_ERROR", { username: "pat" }))).toBeUndefined();
    expect(changeOf(entry("LOGIN_ERROR"))).toBeUndefined();
  });
});

describe("a range of time", () => {
  const morning = new Date(2026, 2, 1, 8, 30);
  it.each([
    ["today", morning, "2026-03-01T00:00:00", undefined],
    ["lastNight", morning, "2026-02-28T20:00:00", "2026-03-01T06:00:00"],
    ["lastNight", new Date(2026, 2, 1, 5, 59), "2026-02-28T20:00:00", undefined],
    ["lastNight", new Date(2026, 2, 1, 6, 0), "2026-02-28T20:00:00", "2026-03-01T06:00:00"],
    ["week", morning, "2026-02-22T00:00:00", undefined],
  ] as const)("%s", (preset, now, from, to) => {
    expect(rangeOf(preset, now)).toEqual(to === undefined ? { from } : { from, to });
  });

  it("is written as an input has it", () => {
    expect(localTime(new Date(2026, 0, 2, 3, 4, 5))).toBe("2026-01-02T03:04:05");
  });
});

describe("a proof", () => {
  it.each([
    [true, "yes", "good"],
    [true, undefined, "unsigned"],
    [true, "cannot-tell", "unsigned"],
    [true, "no", "bad"],
    [false, "yes", "bad"],
    [false, undefined, "bad"],
  ] as const)("that fits: %s, signed: %s, is %s", (fits, signed, verdict) => {
    expect(verdictOf(fits, signed)).toBe(verdict);
  });
});
