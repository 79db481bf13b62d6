import type { Page } from "./log";

/** What reading on needs of the world; a test gives its own. */
export interface Reading {
  /** Reads a page behind a cursor, or the first one. */
  read: (cursor: string | null, signal: AbortSignal) => Promise<Page>;
  /** A page, which may have no entries. */
  came: (page: Page) => void;
  signal: AbortSignal;
}

/** Whether the server has stopped only because its time for one answer was over. */
export function isInterrupted(page: { next: string | null; searchedTo?: string | null | undefined }): boolean {
  return page.next !== null && page.searchedTo !== undefined;
}

/**
 * Reads a page; where the server interrupts a search, it reads on until so many entries have come, the log is at its
 * end, or the signal says to stop. Answers how many came.
 */
export async function readUntil(wanted: number, from: string | null, { read, came, signal }: Reading): Promise<number> {
  let found = 0;
  let cursor = from;
  for (;;) {
    const page = await read(cursor, signal);
    if (signal.aborted) {
      return found;
    }
    came(page);
    found += page.events.length;
    if (!isInterrupted(page) || found >= wanted) {
      return found;
    }
    cursor = page.next;
  }
}
