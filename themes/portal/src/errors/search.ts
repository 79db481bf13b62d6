import type { Page } from "./log";

/** The environment of reading on; a test provides its own. */
export interface Reading {
  /** Reads a page after a cursor, or the first one. */
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
 * Reads a page. If the server interrupts a search, it reads on until enough entries have arrived, the log ends, or the
 * signal stops it. Returns the number of entries.
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
