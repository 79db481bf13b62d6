import type { Problem } from "../api";
import { asProblem } from "../portal";
import type { Entry, Page } from "./log";

/** The environment of following; a test provides its own. */
export interface Follow {
  /**
   * Reads the tail after a cursor; without one, the position of its end. The server holds the request until entries
   * arrive.
   */
  read: (cursor: string | undefined, signal: AbortSignal) => Promise<Page>;
  /** Called once the starting position is known: a reader who now reads the list misses nothing. */
  began: () => void;
  /** Entries as the log has them, oldest first. */
  came: (entries: Entry[]) => void;
  /** Why nothing arrives for now, or nothing once entries arrive again. */
  trouble: (problem: Problem | undefined) => void;
  pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  now: () => number;
  signal: AbortSignal;
}

/** An answer with entries is itself an entry, so a flood of errors must not cause a second one. */
const AFTER_NEWS_MS = 2000;
/** A server without a free place to wait answers at once. */
const AT_ONCE_MS = 1000;
const NO_PLACE_MS = 5000;
const FIRST_RETRY_MS = 2000;
const LAST_RETRY_MS = 60_000;
/** Problems that another attempt does not solve. */
const FINAL = [400, 401, 403, 404];

/** Follows the log until the signal stops it, or the server refuses permanently. */
export async function follow({ read, began, came, trouble, pause, now, signal }: Follow): Promise<void> {
  let cursor: string | undefined;
  let failures = 0;
  while (!signal.aborted) {
    const asked = now();
    let wait = 0;
    try {
      const page = await read(cursor, signal);
      if (failures > 0) {
        trouble(undefined);
      }
      failures = 0;
      if (cursor === undefined) {
        began();
      } else if (page.events.length > 0) {
        came(page.events);
        wait = AFTER_NEWS_MS;
      } else if (now() - asked < AT_ONCE_MS) {
        wait = NO_PLACE_MS;
      }
      cursor = page.next ?? cursor;
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      const problem = asProblem(error);
      trouble(problem);
      if (FINAL.includes(problem.status)) {
        return;
      }
      wait = problem.retryAfter ? problem.retryAfter * 1000 : Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures);
      failures += 1;
    }
    if (wait > 0) {
      await pause(wait, signal);
    }
  }
}
