/** An entry of the audit log; docs/audit-format.md has every key. */
export interface Entry {
  seq: number | null;
  id: string;
  time: string;
  type: string;
  error: string | null;
  client: string | null;
  user: string | null;
  ip: string | null;
  rule?: string;
  details: Record<string, string> | null;
  [key: string]: unknown;
}

export interface Page {
  events: Entry[];
  next: string | null;
}

export interface Checkpoints {
  checkpoints: { size: number; time: string; note: string }[];
  next: string | null;
}

export interface Consistency {
  from: string;
  to: string;
  consistencyProof: string[];
}

export const FILTERS = ["type", "error", "user", "client", "ip", "from", "to", "text"] as const;
export type Filter = (typeof FILTERS)[number];
export type Filters = Partial<Record<Filter, string>>;

export function filtersOf(query: URLSearchParams): Filters {
  return Object.fromEntries(FILTERS.flatMap((name) => (query.get(name) ? [[name, query.get(name)]] : []))) as Filters;
}

/** The query of the server for these filters. Times are typed without a zone and meant in the reader's. */
export function queryOf(filters: Filters, more: Record<string, string> = {}): string {
  const query = new URLSearchParams();
  for (const name of FILTERS) {
    const value = filters[name]?.trim();
    if (value) {
      query.set(name, name === "from" || name === "to" ? instantOf(value) : value);
    }
  }
  for (const [name, value] of Object.entries(more)) {
    query.set(name, value);
  }
  return query.toString();
}

function instantOf(local: string): string {
  const instant = new Date(local);
  return Number.isNaN(instant.getTime()) ? local : instant.toISOString();
}

/** Why it failed: the error, or the type of an entry that has none. */
export function causeOf(entry: Entry): string {
  return entry.error ?? entry.type.toLowerCase();
}

/** Who it was, as far as the log says. */
export function userOf(entry: Entry): string {
  return entry.details?.username ?? entry.user ?? "";
}

export interface Bar {
  start: number;
  counts: Map<string, number>;
}

/** Entries by time and cause: at most `most` bars of equal length from the first to the last entry. */
export function barsOf(entries: readonly Entry[], most: number): { bars: Bar[]; width: number; causes: string[] } {
  const times = entries.map((entry) => Date.parse(entry.time)).filter((time) => !Number.isNaN(time));
  if (times.length === 0) {
    return { bars: [], width: 0, causes: [] };
  }
  const last = Math.max(...times);
  const width = widthOf(last - Math.min(...times), most);
  const early = Math.floor(Math.min(...times) / width) * width;
  const first = Math.min(early, Math.floor(last / width) * width - (FEWEST - 1) * width);
  const bars: Bar[] = [];
  for (let start = first; start <= last; start += width) {
    bars.push({ start, counts: new Map() });
  }
  const totals = new Map<string, number>();
  for (const entry of entries) {
    const bar = bars[Math.floor((Date.parse(entry.time) - first) / width)];
    const cause = causeOf(entry);
    bar?.counts.set(cause, (bar.counts.get(cause) ?? 0) + 1);
    totals.set(cause, (totals.get(cause) ?? 0) + 1);
  }
  const causes = [...totals].sort((left, right) => right[1] - left[1] || left[0].localeCompare(right[0])).map(([cause]) => cause);
  return { bars, width, causes };
}

/** So that a single moment does not fill the whole picture. */
const FEWEST = 12;
const MINUTE = 60_000;
const WIDTHS = [1, 5, 15, 60, 180, 360, 720, 1440, 10_080, 43_200].map((minutes) => minutes * MINUTE);

function widthOf(span: number, most: number): number {
  return WIDTHS.find((width) => span / width < most - 1) ?? Math.ceil(span / (most - 1) / MINUTE) * MINUTE;
}


/** What is asked of the server: sign-ins that failed, unless the reader has chosen another type, or all (`*`). */
export function asked(filters: Filters): Filters {
  const { type, ...others } = filters;
  return type === "*" ? others : { ...others, type: type ?? "LOGIN_ERROR" };
}

/** What is new goes on top; where more has come than a page holds, the list begins anew, so that there is no gap in it. */
export function merged(newest: Page, before: { entries: Entry[]; next: string | null }): { entries: Entry[]; next: string | null } {
  const ids = new Map(newest.events.map((entry) => [entry.id, entry]));
  const touches = before.entries.length === 0 ? newest.next === null : before.entries.some((entry) => ids.has(entry.id));
  if (!touches) {
    return { entries: newest.events, next: newest.next };
  }
  const rest = before.entries.filter((entry) => !ids.has(entry.id));
  return { entries: [...newest.events, ...rest], next: before.entries.length === 0 ? newest.next : before.next };
}
