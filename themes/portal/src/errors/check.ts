import { Problem, type Api } from "../api";
import type { Config } from "../config";
import { consistencyOf, provedBy } from "./grammar";
import type { Checkpoints } from "./log";
import {
  bytesOf,
  headOf,
  isConsistent,
  isIncluded,
  publicKeysOf,
  same,
  signedByAny,
  type ProvedEntry,
  type Signed,
} from "./proof";

export type Finding = "ok" | "bad" | "unknown";

export interface Result {
  finding: Finding;
  size: bigint;
  /** The comparison with the head that this browser saw before; nothing the first time. */
  consistent: boolean | undefined;
  since: string | undefined;
  signed: Signed | undefined;
  proved: number;
  /** Entries that are newer than the head; the next head covers them. */
  newer: number;
  wrong: number[];
}

interface Seen {
  note: string;
  when: string;
}

const seenKey = (config: Config) => `caregate-portal:seen:${config.auditUrl}`;
const publicKeyKey = (config: Config) => `caregate-portal:audit-key:${config.auditUrl}`;

/** The public keys as the reader has entered them. */
export function knownKey(config: Config): string {
  return localStorage.getItem(publicKeyKey(config)) ?? "";
}

export function keepKey(config: Config, key: string): void {
  localStorage.setItem(publicKeyKey(config), key.trim());
}

/** The head that this browser accepted last time. */
export function seenBefore(config: Config): Seen | undefined {
  const text = localStorage.getItem(seenKey(config));
  return text ? (JSON.parse(text) as Seen) : undefined;
}

/**
 * Fetches the newest signed head and checks: its signature, if the reader has given public keys; that it continues
 * the head this browser saw before; and that each of these entries is in it. The new head is kept only if all of that
 * holds.
 */
export async function checkLog(config: Config, api: Api, entries: readonly number[]): Promise<Result | undefined> {
  const newest = (await api.get<Checkpoints>(`${config.auditUrl}/checkpoints?limit=1`)).checkpoints[0];
  if (!newest) {
    return undefined;
  }
  const head = headOf(newest.note);
  const seen = seenBefore(config);
  const consistent = seen ? await continues(config, api, seen.note, newest.note) : undefined;
  const signed = await signedByAny(head, (await publicKeysOf(knownKey(config))) ?? []);
  const wrong: number[] = [];
  let newer = 0;
  for (const seq of entries) {
    if (BigInt(seq) > head.size) {
      newer += 1;
      continue;
    }
    const proved = await provedBy(api.strictly(`${config.auditUrl}/events/${seq}`));
    if (proved?.seq !== seq || !(await isProved(config, api, proved, newest.note))) {
      wrong.push(seq);
    }
  }
  const bad = consistent === false || signed === "no" || wrong.length > 0;
  if (!bad) {
    localStorage.setItem(
      seenKey(config),
      JSON.stringify({ note: newest.note, when: new Date().toISOString() } satisfies Seen),
    );
  }
  return {
    finding: bad ? "bad" : signed === "yes" || consistent ? "ok" : "unknown",
    size: head.size,
    consistent,
    since: seen?.when,
    signed,
    proved: entries.length - newer - wrong.length,
    newer,
    wrong,
  };
}

/** An entry is proved against its own checkpoint, and that one against the head that is checked here. */
async function isProved(config: Config, api: Api, proved: ProvedEntry, newest: string): Promise<boolean> {
  if (!(await isIncluded(proved)) || proved.checkpoint === null) {
    return false;
  }
  if (proved.checkpoint === newest) {
    return true;
  }
  return headOf(proved.checkpoint).size > headOf(newest).size
    ? await continues(config, api, newest, proved.checkpoint)
    : await continues(config, api, proved.checkpoint, newest);
}

async function continues(config: Config, api: Api, older: string, newer: string): Promise<boolean> {
  const before = headOf(older);
  const head = headOf(newer);
  if (before.origin !== head.origin || before.size > head.size) {
    return false;
  }
  if (before.size === head.size) {
    return same(before.root, head.root);
  }
  try {
    // The whole checkpoint, since the server need not have kept one that this browser has seen.
    const query = `from=${encodeURIComponent(older)}&to=${head.size}`;
    const answer = await api.strictly(`${config.auditUrl}/checkpoints/consistency?${query}`);
    return await isConsistent(before, head, consistencyOf(answer).consistencyProof.map(bytesOf));
  } catch (error) {
    // The log does not continue that checkpoint, or is an older copy that is shorter. An answer outside the grammar
    // proves nothing either.
    if (!(error instanceof Problem) || error.status === 404) {
      return false;
    }
    throw error;
  }
}
