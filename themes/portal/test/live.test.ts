import { describe, expect, it } from "vitest";
import { Problem } from "../src/api";
import { follow } from "../src/errors/live";
import type { Entry, Page } from "../src/errors/log";
import { pause } from "../src/pause";

const found = { seq: 1, id: "a" } as Entry;

interface Said {
  page?: Page;
  problem?: Problem;
  took?: number;
}

/** Follows a server that says this, one answer after the other, and then stops; answers what was done meanwhile. */
async function followed(answers: Said[]): Promise<string[]> {
  const abort = new AbortController();
  const done: string[] = [];
  let clock = 0;
  let asked = 0;
  await follow({
    read: (cursor) => {
      const { page, problem, took } = answers[asked++] ?? {};
      done.push(`read ${cursor ?? "end"}`);
      clock += took ?? 0;
      if (asked === answers.length) {
        abort.abort();
      }
      return page ? Promise.resolve(page) : Promise.reject(problem ?? new Error());
    },
    began: () => done.push("began"),
    came: (entries) => done.push(`came ${entries.length}`),
    trouble: (problem) => done.push(problem ? `trouble ${problem.status}` : "well"),
    pause: (milliseconds) => Promise.resolve(void done.push(`pause ${milliseconds}`)),
    now: () => clock,
    signal: abort.signal,
  });
  return done;
}

const page = (next: string, ...events: Entry[]): Said => ({ page: { events, next } });
const nothing = (next: string): Said => ({ ...page(next), took: 25_000 });
const failed = (status: number, after?: number): Said => ({
  problem: new Problem(status, "x", "", "", [], undefined, after),
});

describe("follow", () => {
  it("begins at the end, goes on from cursor to cursor, and pauses behind news only", async () => {
    expect(await followed([page("1"), nothing("2"), page("3", found), nothing("4")])).toEqual([
      "read end",
      "began",
      "read 1",
      "read 2",
      "came 1",
      "pause 2000",
      "read 3",
    ]);
  });

  it("does not ask at once again a server that has no place to wait", async () => {
    expect(await followed([page("1"), page("1"), nothing("1")])).toEqual([
      "read end",
      "began",
      "read 1",
      "pause 5000",
      "read 1",
    ]);
  });

  it("waits longer after each failure, as long as it is told, and goes on where it was", async () => {
    expect(
      await followed([page("1"), failed(0), failed(500), failed(503, 90), nothing("2"), failed(0), nothing("3")]),
    ).toEqual([
      ...[
        "read end",
        "began",
        "read 1",
        "trouble 0",
        "pause 2000",
        "read 1",
        "trouble 500",
        "pause 4000",
        "read 1",
        "trouble 503",
        "pause 90000",
      ],
      ...["read 1", "well", "read 2", "trouble 0", "pause 2000", "read 2", "well"],
    ]);
  });

  it("never waits longer than a minute by itself", async () => {
    const pauses = (await followed([...Array.from({ length: 9 }, () => failed(500)), nothing("")])).filter((step) =>
      step.startsWith("pause"),
    );
    expect(pauses.at(-1)).toBe("pause 60000");
  });

  it.each([400, 401, 403, 404])("ends at %i", async (status) => {
    expect(await followed([page("1"), failed(status), nothing("2")])).toEqual([
      "read end",
      "began",
      "read 1",
      `trouble ${status}`,
    ]);
  });

  it("a pause ends when it is told to", async () => {
    const abort = new AbortController();
    const paused = pause(3_600_000, abort.signal);
    abort.abort();
    await paused;
  });
});
