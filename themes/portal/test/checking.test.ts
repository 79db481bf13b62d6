import { describe, expect, it } from "vitest";
import { Problem } from "../src/api";
import { checked } from "../src/clients/checking";

type Said = "found" | Problem | Error;

const refused = (after?: number) => new Problem(429, "too-many", "", "", [], undefined, after);

/** Checks on a server that says this, one answer after the other; answers what came of it and how long it waited. */
async function check(
  answers: Said[],
  endAfter = Infinity,
): Promise<{ found: string | undefined; waits: number[]; asked: number }> {
  const abort = new AbortController();
  const waits: number[] = [];
  let asked = 0;
  const found = await checked({
    ask: () => {
      const said = answers[asked++];
      return said === "found" ? Promise.resolve(said) : Promise.reject(said ?? new Error("asked too often"));
    },
    pause: (milliseconds) => {
      waits.push(milliseconds);
      if (waits.length > endAfter) {
        abort.abort();
      }
      return Promise.resolve();
    },
    signal: abort.signal,
  });
  return { found, waits, asked };
}

describe("checked", () => {
  it("waits for a pause in typing, and asks once", async () => {
    expect(await check(["found"])).toEqual({ found: "found", waits: [400], asked: 1 });
  });

  it("asks again when the server says so, as often as it says so", async () => {
    expect(await check([refused(1), refused(30), "found"])).toEqual({
      found: "found",
      waits: [400, 1000, 30_000],
      asked: 3,
    });
  });

  it.each([
    new Problem(500, "server-error", "", ""),
    new Problem(0, "network", "", ""),
    refused(),
    new DOMException("", "AbortError"),
  ])("says nothing of another failure: %s", async (failure) => {
    expect(await check([failure, "found"])).toEqual({ found: undefined, waits: [400], asked: 1 });
  });

  it.each([0, 1])("asks no more when something else has been typed meanwhile", async (endAfter) => {
    expect(await check([refused(1), "found"], endAfter)).toEqual({
      found: undefined,
      waits: [400, 1000].slice(0, endAfter + 1),
      asked: endAfter,
    });
  });
});
