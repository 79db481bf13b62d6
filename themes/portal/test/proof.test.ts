import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  base64Of,
  headOf,
  isConsistent,
  isIncluded,
  isSame,
  publicKeyOf,
  publicKeysOf,
  rootByInclusion,
  signedBy,
  signedByAny,
  type Head,
  type ProvedEntry,
} from "../src/errors/proof";

// A second implementation, straight from the definitions of RFC 9162, section 2.1.
const sha = (...parts: Uint8Array[]) => new Uint8Array(createHash("sha256").update(Buffer.concat(parts)).digest());
const leaf = (text: string, salt: Uint8Array) => sha(Uint8Array.of(0), sha(salt, Buffer.from(text)));
const split = (count: number) => 2 ** Math.ceil(Math.log2(count) - 1);
function root(leaves: Uint8Array[]): Uint8Array {
  if (leaves.length <= 1) {
    return leaves[0] ?? sha();
  }
  const k = split(leaves.length);
  return sha(Uint8Array.of(1), root(leaves.slice(0, k)), root(leaves.slice(k)));
}
function path(m: number, leaves: Uint8Array[]): Uint8Array[] {
  if (leaves.length <= 1) {
    return [];
  }
  const k = split(leaves.length);
  return m < k
    ? [...path(m, leaves.slice(0, k)), root(leaves.slice(k))]
    : [...path(m - k, leaves.slice(k)), root(leaves.slice(0, k))];
}
function subproof(m: number, leaves: Uint8Array[], whole: boolean): Uint8Array[] {
  if (m === leaves.length) {
    return whole ? [] : [root(leaves)];
  }
  const k = split(leaves.length);
  return m <= k
    ? [...subproof(m, leaves.slice(0, k), whole), root(leaves.slice(k))]
    : [...subproof(m - k, leaves.slice(k), false), root(leaves.slice(0, k))];
}

const salt = new Uint8Array(16).fill(7);
const leaves = Array.from({ length: 21 }, (_, index) => leaf(`entry ${index}`, salt));
const head = (size: number): Head => ({
  origin: "o",
  size: BigInt(size),
  root: root(leaves.slice(0, size)),
  text: "",
  signatures: [],
});

describe("inclusion", () => {
  it("holds for every leaf of every tree, and for no other leaf, place or size", async () => {
    for (let size = 1; size <= leaves.length; size++) {
      for (let index = 0; index < size; index++) {
        const proof = path(index, leaves.slice(0, size));
        const at = async (l: Uint8Array | undefined, i: number, n: number) =>
          base64Of((await rootByInclusion(l ?? sha(), BigInt(i), BigInt(n), proof)) ?? new Uint8Array());
        const right = base64Of(root(leaves.slice(0, size)));
        expect(await at(leaves[index], index, size)).toBe(right);
        expect(await at(sha(), index, size)).not.toBe(right);
        if (size > 1) {
          expect(await at(leaves[index], (index + 1) % size, size)).not.toBe(right);
        }
      }
    }
    expect(await rootByInclusion(sha(), 5n, 5n, [])).toBeUndefined();
  });
});

describe("consistency", () => {
  it("holds between all sizes, and breaks with any other root", async () => {
    for (let newer = 1; newer <= leaves.length; newer++) {
      for (let older = 1; older <= newer; older++) {
        const proof = subproof(older, leaves.slice(0, newer), true);
        expect(await isConsistent(head(older), head(newer), proof)).toBe(true);
        expect(await isConsistent({ ...head(older), root: sha() }, head(newer), proof)).toBe(false);
        expect(await isConsistent(head(older), { ...head(newer), root: sha() }, proof)).toBe(false);
        if (older < newer) {
          expect(await isConsistent(head(newer), head(older), proof)).toBe(false);
          expect(await isConsistent(head(older), head(newer), proof.slice(1))).toBe(false);
        }
      }
    }
  });
});

describe("checkpoint", () => {
  const pair = generateKeyPairSync("ed25519");
  const raw = new Uint8Array(pair.publicKey.export({ type: "spki", format: "der" }).subarray(-32));
  const origin = "sso.example.org/audit";
  const typed = Buffer.concat([Uint8Array.of(1), raw]);
  const id = sha(Buffer.from(`${origin}\n`), typed).slice(0, 4);
  const key = `${origin}+${Buffer.from(id).toString("hex")}+${typed.toString("base64")}`;
  const note = (size: number, at: Uint8Array) => {
    const text = `${origin}\n${size}\n${base64Of(at)}\n`;
    const signature = Buffer.concat([id, sign(null, Buffer.from(text), pair.privateKey)]).toString("base64");
    const time = Buffer.from([0, 0, 0, 0, 105, 125, 184, 53]);
    const timedId = sha(Buffer.from(`${origin}\n`), Uint8Array.of(4), raw).slice(0, 4);
    const timed = sign(null, Buffer.from(`cosignature/v1\ntime ${time.readBigUInt64BE()}\n${text}`), pair.privateKey);
    return `${text}\n\u2014 ${origin} ${signature}\n\u2014 ${origin} ${Buffer.concat([timedId, time, timed]).toString("base64")}\n`;
  };

  it("is signed by its key only, and only as it is", async () => {
    const known = await publicKeyOf(key);
    const good = headOf(note(5, root(leaves.slice(0, 5))));
    expect(good.size).toBe(5n);
    expect(known && (await signedBy(good, known))).toBe("yes");
    expect(known && (await signedBy({ ...good, text: good.text.replace("5", "6") }, known))).toBe("no");
    expect(known && (await signedBy({ ...good, origin: "other" }, known))).toBe("no");
  });

  it("is signed if one of several keys has signed it", async () => {
    const other = generateKeyPairSync("ed25519").publicKey.export({ format: "der", type: "spki" }).subarray(-32);
    const id = sha(Buffer.from(`${origin}\n`), Uint8Array.of(1), other).slice(0, 4);
    const line = `${origin}+${Buffer.from(id).toString("hex")}+${Buffer.from([1, ...other]).toString("base64")}`;
    const good = headOf(note(5, root(leaves.slice(0, 5))));
    const signed = async (text: string) => signedByAny(good, (await publicKeysOf(text)) ?? []);
    expect(await signed(`${line}\n${key}\n`)).toBe("yes");
    expect(await signed(`${key} ${line}`)).toBe("yes");
    expect(await signed(line)).toBe("no");
    expect(await signed(" \n")).toBeUndefined();
    expect(await publicKeysOf(`${line}\n${key.slice(0, -4)}`)).toBeUndefined();
  });

  it("a key that is not whole is none", async () => {
    expect(await publicKeyOf(key.replace(/\+.{8}\+/, "+00000000+"))).toBeUndefined();
    expect(await publicKeyOf(key.slice(0, -4))).toBeUndefined();
    expect(await publicKeyOf("")).toBeUndefined();
  });

  it("an entry is proved as it is, and not with another payload, salt or place", async () => {
    const texts = ["1", "2", "3"].map(
      (id) => `{"details":{},"id":"${id}","time":"2026-01-31T08:15:00.123Z","type":"LOGIN_ERROR","v":1}`,
    );
    const small = texts.map((text) => leaf(text, salt));
    const proved: ProvedEntry = {
      seq: 2,
      entry: {},
      payload: texts[1] ?? "",
      salt: base64Of(salt),
      leaf: base64Of(small[1] ?? sha()),
      checkpoint: note(3, root(small)),
      inclusionProof: path(1, small).map(base64Of),
    };
    expect(await isIncluded(proved)).toBe(true);
    expect(await isIncluded({ ...proved, payload: texts[0] ?? "" })).toBe(false);
    expect(await isIncluded({ ...proved, salt: base64Of(new Uint8Array(16)) })).toBe(false);
    expect(await isIncluded({ ...proved, seq: 1 })).toBe(false);
    expect(await isIncluded({ ...proved, checkpoint: null })).toBe(false);
    expect(await isIncluded({ ...proved, payload: null, salt: null })).toBe(true);
    expect(await isIncluded({ ...proved, payload: texts[0] ?? "", salt: null })).toBe(false);
    expect(await isIncluded({ ...proved, payload: null })).toBe(false);
  });
});

describe("what is shown", () => {
  const payload = '{"details":{"a":"1","b":"2"},"error":"x","id":"i","v":1}';

  it("is what is proved, whatever the order, and with nothing for what is not there", () => {
    expect(isSame(payload, { v: 1, seq: 9, id: "i", error: "x", user: null, details: { b: "2", a: "1" } })).toBe(true);
  });

  it.each([
    { v: 1, id: "i", error: "y", details: { a: "1", b: "2" } },
    { v: 1, id: "i", error: "x", details: { a: "1" } },
    { v: 1, id: "i", error: "x", details: { a: "1", b: "2", c: "3" } },
    { v: 1, id: "i", details: { a: "1", b: "2" } },
    { v: 1, id: "i", error: "x", details: { a: "1", b: "2" }, user: "somebody" },
  ])("is not: %j", (shown) => {
    expect(isSame(payload, shown)).toBe(false);
  });
});
