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

/** A place in the log that differs from what was sealed. */
export interface Damaged {
  seq: number;
  found: string;
  what: string[];
}

export interface Page {
  events: Entry[];
  next: string | null;
  /** The damage in this realm's log, whatever the filters are; the first of damagedCount. */
  damaged?: Damaged[];
  damagedCount?: number;
  /** The place where a search was interrupted: the time of the last entry that was checked, if any. */
  searchedTo?: string | null;
}

export interface Checkpoints {
  checkpoints: { size: number; time: string; note: string }[];
  next: string | null;
}

export const FILTERS = ["type", "error", "user", "client", "ip", "from", "to", "text"] as const;
export type Filter = (typeof FILTERS)[number];
export type Filters = Partial<Record<Filter, string>>;

export function filtersOf(query: URLSearchParams): Filters {
  return Object.fromEntries(FILTERS.flatMap((name) => (query.get(name) ? [[name, query.get(name)]] : []))) as Filters;
}

/** The server query for these filters. Times are typed without a zone, in the reader's own. */
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

/** The cause of the failure: the error, or the type of an entry without one. */
export function causeOf(entry: Entry): string {
  return entry.error ?? entry.type.toLowerCase();
}

/** The user, as far as the log knows. */
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
  const causes = [...totals]
    .sort((left, right) => right[1] - left[1] || left[0].localeCompare(right[0]))
    .map(([cause]) => cause);
  return { bars, width, causes };
}

/** A minimum length, so that a single moment does not fill the whole chart. */
const FEWEST = 12;
const MINUTE = 60_000;
const WIDTHS = [1, 5, 15, 60, 180, 360, 720, 1440, 10_080, 43_200].map((minutes) => minutes * MINUTE);

function widthOf(span: number, most: number): number {
  return WIDTHS.find((width) => span / width < most - 1) ?? Math.ceil(span / (most - 1) / MINUTE) * MINUTE;
}

/** What administrators have changed, and what changed without them. */
export const CHANGES = [
  "ADMIN_CREATE",
  "ADMIN_UPDATE",
  "ADMIN_DELETE",
  "ADMIN_ACTION",
  "MODEL_CREATE",
  "MODEL_UPDATE",
  "MODEL_DELETE",
  "WORKFLOW_STEP",
].join(",");

/** Every type but the reads of the log, which would soon outnumber everything else on the page of those who read it. */
export const ALL = "*";
/** Every type. */
export const ALL_WITH_READS = "**";
const READ = "CAREGATE_AUDIT_READ";

/** The request to the server: failed sign-ins, unless the reader has chosen other types. */
export function asked(filters: Filters): Filters {
  const { type, ...others } = filters;
  switch (type) {
    case ALL_WITH_READS:
      return others;
    case ALL:
      return { ...others, type: `!${READ}` };
    default:
      return { ...others, type: type ?? "LOGIN_ERROR" };
  }
}

/** As the server understands a list of types. */
function isOfType(types: string, type: string): boolean {
  const names = types.split(",");
  const wanted = names.filter((name) => !name.startsWith("!"));
  return (wanted.length === 0 || wanted.includes(type)) && !names.includes(`!${type}`);
}

/** The names of what was changed: granted roles, fields, attributes and the like. */
const NAMES = [
  "fields",
  "attributes",
  "roles",
  "groups",
  "client_scopes",
  "required_actions",
  "credentials",
  "identity_providers",
  "consents",
  "config",
  "domains",
  "steps",
  "texts",
  "contents",
  "workflow_step",
];

export interface Change {
  resource: string;
  path: string;
  names: string;
}

/** What an entry says was changed; nothing if it is no change. */
export function changeOf(entry: Entry): Change | undefined {
  const details = entry.details ?? {};
  const resource = details.resource_type;
  if (!resource) {
    return undefined;
  }
  const names = NAMES.flatMap((name) => details[name] ?? []);
  return { resource, path: details.resource_path ?? "", names: names.join(", ") };
}

/** A longer list is reloaded, so that a page that is left open does not grow for ever. */
export const MOST_KEPT = 2000;

/** New entries from the log's tail go on top, newest first; an entry that was listed without its number gets it. */
export function withNews(news: readonly Entry[], before: readonly Entry[]): Entry[] {
  const ids = new Set(news.map((entry) => entry.id));
  return [...news].reverse().concat(before.filter((entry) => !ids.has(entry.id)));
}

/** The placeholder for a name that belongs to no user: only the server can tell whose it is. */
const HASHED = "hmac-sha256:";

/** The hash of a name that belongs to no user, if the entry has one. */
export function hashOf(entry: Entry): string | undefined {
  const name = entry.details?.username;
  return name?.startsWith(HASHED) ? name.slice(HASHED.length) : undefined;
}

/**
 * Whether an entry passes the filters. The tail is not filtered, and asking the server again for each entry would
 * itself create entries. "ask" if only the server knows.
 */
export function passes(filters: Filters, entry: Entry): boolean | "ask" {
  const { type, error, client, ip, user, from, to, text } = asked(filters);
  const time = Date.parse(entry.time);
  const plain =
    (!type || isOfType(type, entry.type)) &&
    (!error || entry.error === error) &&
    (!client || entry.client === client) &&
    (!ip || entry.ip === ip) &&
    (!from || time >= Date.parse(instantOf(from))) &&
    (!to || time < Date.parse(instantOf(to))) &&
    (!text || payloadOf(entry).includes(JSON.stringify(text).slice(1, -1).toLowerCase()));
  if (!plain || !user || entry.user === user || entry.details?.username === user) {
    return plain;
  }
  return hashOf(entry) === undefined ? false : "ask";
}

/** The text that the server searches: the entry without its number and its absent members. */
function payloadOf(entry: Entry): string {
  const present = Object.entries(entry).filter(([name, value]) => name !== "seq" && value !== null);
  return JSON.stringify(Object.fromEntries(present)).toLowerCase();
}

/** The status of the log and its receivers; docs/audit.md, "Status". */
export interface Status {
  time: string;
  node: string;
  sealed: number;
  waiting: number;
  oldestWaitingSeconds: number;
  checkpointAgeSeconds: number | null;
  spillBytes: number;
  damaged?: number;
  jobs?: Job[];
  sinks: Sink[];
}

export interface Job {
  job: string;
  state: "running" | "failing" | "stalled";
  problem: string | null;
}

export interface Sink {
  sink: string;
  state: "delivering" | "failing" | "misconfigured" | "removed";
  lagEntries: number;
  lagSeconds: number;
  error: string | null;
  errorSince: string | null;
  nextTry: string | null;
  deadLetters: number;
}

const OLD_CHECKPOINT_S = 120;
const OLD_WAITING_S = 60;
const OLD_LAG_S = 300;

export type Concern =
  | "damaged"
  | "job"
  | "noCheckpoint"
  | "oldCheckpoint"
  | "waiting"
  | "spill"
  | "slow"
  | "failing"
  | "misconfigured"
  | "removed"
  | "deadLetters";

/** The problems that need attention, most serious first; nothing if all is in order. */
export function concernsOf(status: Status): Concern[] {
  const some = (test: (sink: Sink) => boolean) => status.sinks.some(test);
  const found: [Concern, boolean][] = [
    ["damaged", (status.damaged ?? 0) > 0],
    ["job", (status.jobs ?? []).some((job) => job.state !== "running")],
    ["noCheckpoint", status.checkpointAgeSeconds === null],
    ["oldCheckpoint", (status.checkpointAgeSeconds ?? 0) > OLD_CHECKPOINT_S],
    ["waiting", status.oldestWaitingSeconds > OLD_WAITING_S],
    ["spill", status.spillBytes > 0],
    ["misconfigured", some((sink) => sink.state === "misconfigured")],
    ["failing", some((sink) => sink.state === "failing")],
    ["removed", some((sink) => sink.state === "removed")],
    ["slow", some((sink) => sink.state === "delivering" && sink.lagSeconds > OLD_LAG_S)],
    ["deadLetters", some((sink) => sink.deadLetters > 0)],
  ];
  return found.flatMap(([concern, is]) => (is ? [concern] : []));
}
