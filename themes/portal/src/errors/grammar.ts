/** The server's answers about the log, by the grammar of docs/audit-format.md: exactly that, or they prove nothing. */

import { Problem } from "../api";
import { bytesOf, base64Of, type ProvedEntry } from "./proof";
import type { Json } from "../strict-json";

const HASH = 32;
const SALT = 16;
const MAX_ENTRY = 28 * 1024;
const TEXTS = new Set(
  "client error eventId id ip method node path realm realmId rule session time traceId type user userAgent".split(" "),
);
const NOTE =
  /^([!-*,-~]{1,255})\n(0|[1-9][0-9]{0,17})\n([A-Za-z0-9+/]{43}=)\n\n\u2014 ([!-*,-~]{1,255}) ([A-Za-z0-9+/]{91}=)\n\u2014 ([!-*,-~]{1,255}) ([A-Za-z0-9+/]{102}==)\n$/;
const TIME = /^(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$/;

/** One entry with its proof; throws if the answer is anything else. */
export function provedEntryOf(answer: Json): ProvedEntry {
  const { seq, entry, payload, salt, leaf, checkpoint, inclusionProof } = exactly(answer, [
    "seq",
    "entry",
    "payload",
    "salt",
    "leaf",
    "checkpoint",
    "inclusionProof",
  ]);
  demand(typeof seq === "number" && seq >= 1, "seq");
  demand(isBase64(leaf, HASH), "leaf");
  const erased = entry === null && payload === null && salt === null;
  if (!erased) {
    demand(typeof payload === "string" && isBase64(salt, SALT) && isObject(entry), "payload, salt and entry");
    versionOf(payload);
    demand(canonical(entry) === canonical(JSON.parse(payload) as Json), "what is shown is not what was sealed");
  }
  if (!(checkpoint === null && inclusionProof === null)) {
    demand(typeof checkpoint === "string" && isNote(checkpoint), "checkpoint");
    demand(isHashes(inclusionProof), "inclusionProof");
  }
  return answer as unknown as ProvedEntry;
}

/**
 * Whether an answer that should be an entry with its proof is one: nothing if it is outside the grammar. Refusals by
 * the server are rethrown.
 */
export async function provedBy(answer: Promise<Json>): Promise<ProvedEntry | undefined> {
  try {
    return provedEntryOf(await answer);
  } catch (error) {
    if (error instanceof Problem || (error instanceof DOMException && error.name === "AbortError")) {
      throw error;
    }
    return undefined;
  }
}

/** The hashes of the proof between two checkpoints. */
export function consistencyOf(answer: Json): { from: string; to: string; consistencyProof: string[] } {
  const { from, to, consistencyProof } = exactly(answer, ["from", "to", "consistencyProof"]);
  demand(typeof from === "string" && isNote(from) && typeof to === "string" && isNote(to), "from and to");
  demand(isHashes(consistencyProof), "consistencyProof");
  return { from, to, consistencyProof };
}

/** The version of the entry in a payload, which determines how it is hashed; throws if the payload is not an entry. */
export function versionOf(payload: string): 1 | 2 {
  const entry = JSON.parse(payload) as Json;
  demand(isObject(entry) && (entry.v === 1 || entry.v === 2), "v");
  for (const [name, value] of Object.entries(entry)) {
    if (name === "details") {
      demand(isObject(value) && Object.values(value).every((detail) => typeof detail === "string"), "details");
    } else if (name === "detailsDropped") {
      demand(Number.isSafeInteger(value) && (value as number) >= 1, "detailsDropped");
    } else if (name !== "v") {
      demand(TEXTS.has(name) && typeof value === "string" && value !== "", name);
    }
  }
  demand(
    ["details", "id", "time", "type"].every((name) => entry[name] !== undefined),
    "a member is missing",
  );
  demand(typeof entry.time === "string" && isTime(entry.time), "time");
  const form = canonical(entry);
  demand(payload === form || payload === inAscii(form), "not canonical");
  demand(new TextEncoder().encode(form).length <= MAX_ENTRY, "too long");
  return entry.v;
}

export function isNote(note: string): boolean {
  const parts = NOTE.exec(note);
  return (
    parts !== null &&
    parts[4] === parts[1] &&
    parts[6] === parts[1] &&
    isBase64(parts[3], HASH) &&
    isBase64(parts[5], 68) &&
    isBase64(parts[7], 76)
  );
}

/** RFC 8785 for the parts of an entry. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) {
    return `[${value.map(canonical).join(",")}]`;
  }
  if (isObject(value)) {
    const names = Object.keys(value).sort((left, right) => (left < right ? -1 : 1));
    return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name] ?? null)}`).join(",")}}`;
  }
  return JSON.stringify(value);
}

function inAscii(json: string): string {
  return json.replace(/[^\0-~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function isTime(time: string): boolean {
  const moment = new Date(time);
  return TIME.test(time) && !Number.isNaN(moment.getTime()) && moment.toISOString() === time;
}

function isBase64(value: unknown, length: number): value is string {
  if (typeof value !== "string" || !/^[A-Za-z0-9+/]*={0,2}$/.test(value) || value.length % 4 !== 0) {
    return false;
  }
  const bytes = bytesOf(value);
  return bytes.length === length && base64Of(bytes) === value;
}

function isHashes(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((hash) => isBase64(hash, HASH));
}

function isObject(value: unknown): value is Record<string, Json> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function exactly(value: Json, names: string[]): Record<string, Json> {
  demand(isObject(value), "not an object");
  demand(
    Object.keys(value).length === names.length && names.every((name) => Object.hasOwn(value, name)),
    "other members",
  );
  return value;
}

function demand(holds: boolean, what: string): asserts holds {
  if (!holds) {
    throw new Error(`not what the format has: ${what}`);
  }
}
