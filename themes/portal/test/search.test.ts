import { describe, expect, it } from "vitest";
import type { Entry, Page } from "../src/errors/log";
import { readUntil } from "../src/errors/search";

const entries = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ seq: index, id: String(index) }) as Entry);
const page = (count: number, next: string | null): Page => ({ events: entries(count), next });
const interrupted = (count: number, next: string): Page => ({
  ...page(count, next),
  searchedTo: "2026-01-31T08:15:00Z",
});

/** Reads on with a server that answers this; what was asked, what came, and what came of it. */
async function read(
  wanted: number,
  answers: Page[],
  stopAfter = Infinity,
): Promise<{ asked: (string | null)[]; came: number[]; found: number }> {
  const abort = new AbortController();
  const asked: (string | null)[] = [];
  const came: number[] = [];
  const found = await readUntil(wanted, null, {
    read: (cursor) => {
      asked.push(cursor);
      if (asked.length > stopAfter) {
        abort.abort();
      }
      const answer = answers[asked.length - 1];
      return answer ? Promise.resolve(answer) : Promise.reject(new Error("asked too often"));
    },
    came: (answer) => came.push(answer.events.length),
    signal: abort.signal,
  });
  return { asked, came, found };
}

describe("readUntil", () => {
  it("reads one page where nothing was interrupted, however few entries it has", async () => {
    expect(await read(200, [page(3, "next")])).toEqual({ asked: [null], came: [3], found: 3 });
  });

  it("reads on where the search was interrupted, also without an entry, until the log is at its end", async () => {
    expect(await read(200, [interrupted(0, "a"), interrupted(1, "b"), page(0, null)])).toEqual({
      asked: [null, "a", "b"],
      came: [0, 1, 0],
      found: 1,
    });
  });

  it("stops when enough has come", async () => {
    expect(await read(5, [interrupted(2, "a"), interrupted(3, "b"), interrupted(9, "c")])).toEqual({
      asked: [null, "a"],
      came: [2, 3],
      found: 5,
    });
  });

  it("keeps nothing of an answer that comes after the reader has stopped it", async () => {
    expect(await read(200, [interrupted(2, "a"), interrupted(3, "b")], 1)).toEqual({
      asked: [null, "a"],
      came: [2],
      found: 2,
    });
  });

  it("says why it cannot go on", async () => {
    await expect(read(200, [interrupted(2, "a")])).rejects.toThrow("asked too often");
  });
});
