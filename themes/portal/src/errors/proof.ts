/**
 * The parts with which a browser checks the log by itself: docs/audit-format.md, "The format of the proof". Nothing
 * here relies on the server's own verdict.
 */

import { canonical, isNote, versionOf } from "./grammar";
import type { Json } from "../strict-json";

export interface Head {
  origin: string;
  size: bigint;
  root: Uint8Array;
  /** The signed text: the first three lines. */
  text: string;
  signatures: { name: string; bytes: Uint8Array<ArrayBuffer> }[];
}

export interface ProvedEntry {
  seq: number;
  entry: Record<string, unknown> | null;
  payload: string | null;
  salt: string | null;
  leaf: string;
  checkpoint: string | null;
  inclusionProof: string[] | null;
}

export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

export function base64Of(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

export function same(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}

async function sha256(...parts: Uint8Array[]): Promise<Uint8Array> {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", all));
}

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

const DOMAIN = new TextEncoder().encode("caregate-audit/entry/v2\0");

function lengthOf(bytes: Uint8Array): Uint8Array {
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(bytes.length));
  return length;
}

/** The leaf hash of an entry, by the version that it states. */
export async function leafOf(payload: string, salt: string): Promise<Uint8Array> {
  const text = new TextEncoder().encode(payload);
  const random = bytesOf(salt);
  const parts = versionOf(payload) === 1 ? [random, text] : [DOMAIN, lengthOf(random), random, lengthOf(text), text];
  return await sha256(LEAF, await sha256(...parts));
}

const nodeOf = (left: Uint8Array, right: Uint8Array) => sha256(NODE, left, right);

/**
 * RFC 9162, section 2.1.3.2: the root to which a leaf and its proof lead; nothing if the proof has the wrong length.
 */
export async function rootByInclusion(
  leaf: Uint8Array,
  index: bigint,
  size: bigint,
  proof: Uint8Array[],
): Promise<Uint8Array | undefined> {
  if (index < 0n || index >= size) {
    return undefined;
  }
  let fn = index;
  let sn = size - 1n;
  let hash = leaf;
  for (const step of proof) {
    if (sn === 0n) {
      return undefined;
    }
    if ((fn & 1n) === 1n || fn === sn) {
      hash = await nodeOf(step, hash);
      while ((fn & 1n) === 0n && fn !== 0n) {
        fn >>= 1n;
        sn >>= 1n;
      }
    } else {
      hash = await nodeOf(hash, step);
    }
    fn >>= 1n;
    sn >>= 1n;
  }
  return sn === 0n ? hash : undefined;
}

/** How far the clocks of two nodes may differ, in seconds. */
const CLOCKS = 300n;

/** When a head was signed, according to its second signature. */
function timeOf(head: Head): bigint | undefined {
  const timed = head.signatures[1];
  return timed && new DataView(timed.bytes.slice(4, 12).buffer).getBigUint64(0);
}

/** A log does not shrink: a head is not signed after one of a larger size. */
function isInOrder(older: Head, newer: Head): boolean {
  const before = timeOf(older);
  const after = timeOf(newer);
  return before === undefined || after === undefined || before <= after + CLOCKS;
}

/**
 * RFC 9162, section 2.1.4.2: whether the log of the older head, signed no later, is the beginning of that of the newer.
 */
export async function isConsistent(older: Head, newer: Head, proof: Uint8Array[]): Promise<boolean> {
  if (older.size > newer.size) {
    return false;
  }
  if (older.size === newer.size) {
    return proof.length === 0 && same(older.root, newer.root);
  }
  if (!isInOrder(older, newer)) {
    return false;
  }
  if (older.size === 0n) {
    return proof.length === 0;
  }
  const steps = [...proof];
  if ((older.size & (older.size - 1n)) === 0n) {
    steps.unshift(older.root);
  }
  const first = steps.shift();
  if (!first) {
    return false;
  }
  let fn = older.size - 1n;
  let sn = newer.size - 1n;
  while ((fn & 1n) === 1n) {
    fn >>= 1n;
    sn >>= 1n;
  }
  let fr = first;
  let sr = first;
  for (const step of steps) {
    if (sn === 0n) {
      return false;
    }
    if ((fn & 1n) === 1n || fn === sn) {
      fr = await nodeOf(step, fr);
      sr = await nodeOf(step, sr);
      while ((fn & 1n) === 0n && fn !== 0n) {
        fn >>= 1n;
        sn >>= 1n;
      }
    } else {
      sr = await nodeOf(sr, step);
    }
    fn >>= 1n;
    sn >>= 1n;
  }
  return sn === 0n && same(fr, older.root) && same(sr, newer.root);
}

/** A checkpoint, read from its note. */
export function headOf(note: string): Head {
  if (!isNote(note)) {
    throw new Error("not a checkpoint");
  }
  const end = note.indexOf("\n\n");
  const lines = note.slice(0, end).split("\n");
  const [origin = "", size = "", root = ""] = lines;
  const signatures = note
    .slice(end + 2)
    .split("\n")
    .filter((line) => line.startsWith("\u2014 "))
    .map((line) => {
      const space = line.lastIndexOf(" ");
      return { name: line.slice(2, space), bytes: bytesOf(line.slice(space + 1)) };
    });
  return { origin, size: BigInt(size), root: bytesOf(root), text: `${lines.join("\n")}\n`, signatures };
}

export interface PublicKey {
  origin: string;
  id: Uint8Array;
  key: Uint8Array<ArrayBuffer>;
}

/** `origin+keyId+Base64(0x01 ‖ public key)`; its id must be that of this origin and key. */
export async function publicKeyOf(text: string): Promise<PublicKey | undefined> {
  const match = /^([\x21-\x2a\x2c-\x7e]{1,255})\+([0-9a-f]{8})\+([A-Za-z0-9+/]{43}[A-Za-z0-9+/=])$/.exec(text.trim());
  if (!match?.[1] || !match[2] || !match[3]) {
    return undefined;
  }
  const bytes = bytesOf(match[3]);
  const id = Uint8Array.from(match[2].match(/../g) ?? [], (pair) => parseInt(pair, 16));
  if (bytes.length !== 33 || bytes[0] !== 1) {
    return undefined;
  }
  const hash = await sha256(new TextEncoder().encode(`${match[1]}\n`), bytes);
  return same(hash.slice(0, 4), id) ? { origin: match[1], id, key: bytes.slice(1) } : undefined;
}

/** Several keys, such as those of a cluster's nodes, separated by white space; nothing if one of them is not a key. */
export async function publicKeysOf(text: string): Promise<PublicKey[] | undefined> {
  const keys = await Promise.all(
    text
      .split(/\s+/)
      .filter((one) => one !== "")
      .map(publicKeyOf),
  );
  return keys.every((key) => key !== undefined) ? keys : undefined;
}

export type Signed = "yes" | "no" | "cannot-tell";

const PLAIN = 1;
const TIMED = 4;

/**
 * Whether this key has signed the head, both as it is and with the time; "cannot-tell" if the browser has no Ed25519.
 */
export async function signedBy(head: Head, key: PublicKey): Promise<Signed> {
  let imported: CryptoKey;
  try {
    imported = await crypto.subtle.importKey("raw", key.key, "Ed25519", false, ["verify"]);
  } catch {
    return "cannot-tell";
  }
  const [plain, timed] = head.signatures;
  if (!plain || !timed || head.origin !== key.origin) {
    return "no";
  }
  const encode = (text: string) => new TextEncoder().encode(text);
  const idOf = async (kind: number) =>
    (await sha256(encode(`${key.origin}\n`), Uint8Array.of(kind), key.key)).slice(0, 4);
  const seconds = new DataView(timed.bytes.slice(4, 12).buffer).getBigUint64(0);
  const good =
    same(plain.bytes.slice(0, 4), await idOf(PLAIN)) &&
    same(timed.bytes.slice(0, 4), await idOf(TIMED)) &&
    (await crypto.subtle.verify("Ed25519", imported, plain.bytes.slice(4), encode(head.text))) &&
    (await crypto.subtle.verify(
      "Ed25519",
      imported,
      timed.bytes.slice(12),
      encode(`cosignature/v1\ntime ${seconds}\n${head.text}`),
    ));
  return good ? "yes" : "no";
}

/** Whether one of these keys has signed the head; nothing if there are none. */
export async function signedByAny(head: Head, keys: readonly PublicKey[]): Promise<Signed | undefined> {
  let found: Signed | undefined;
  for (const key of keys) {
    found = await signedBy(head, key);
    if (found === "yes") {
      return found;
    }
  }
  return found;
}

/**
 * Whether an entry matches its leaf, and the leaf is in the tree of its checkpoint. An erased entry has only the leaf.
 */
export async function isIncluded(proved: ProvedEntry): Promise<boolean> {
  if (!proved.checkpoint) {
    return false;
  }
  const leaf = bytesOf(proved.leaf);
  // One without the other is not an erased entry: the other was removed to prevent the check.
  if ((proved.payload === null) !== (proved.salt === null)) {
    return false;
  }
  try {
    if (proved.payload !== null && proved.salt !== null && !same(await leafOf(proved.payload, proved.salt), leaf)) {
      return false;
    }
  } catch {
    // A text that is not an entry has no hash.
    return false;
  }
  const head = headOf(proved.checkpoint);
  const root = await rootByInclusion(
    leaf,
    BigInt(proved.seq) - 1n,
    head.size,
    (proved.inclusionProof ?? []).map(bytesOf),
  );
  return root !== undefined && same(root, head.root);
}

/** Whether the proved entry is the very one that is shown: every key of the payload, and nothing else. */
export function isSame(payload: string, shown: Record<string, unknown>): boolean {
  const present = Object.entries(shown).filter(
    ([name, value]) => name !== "seq" && value !== null && value !== undefined,
  );
  return canonical(JSON.parse(payload) as Json) === canonical(Object.fromEntries(present) as Json);
}

export type Verdict = "good" | "unsigned" | "bad";

/** What a proof is worth: nothing is proved to a reader who has checked no signature, even if every hash fits. */
export function verdictOf(fits: boolean, signed: Signed | undefined): Verdict {
  return !fits || signed === "no" ? "bad" : signed === "yes" ? "good" : "unsigned";
}
