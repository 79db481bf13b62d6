import { createHash } from "node:crypto";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Problem, type Api } from "../src/api";
import type { Config } from "../src/config";
import { checkLog } from "../src/errors/check";

const sha = (...parts: Uint8Array[]) => createHash("sha256").update(Buffer.concat(parts)).digest();
const node = (left: Uint8Array, right: Uint8Array) => sha(Uint8Array.of(1), left, right);
const salt = Buffer.alloc(16, 7);
const length = (bytes: Uint8Array) => {
  const framed = Buffer.alloc(8);
  framed.writeBigUInt64BE(BigInt(bytes.length));
  return framed;
};
const leaf = (payload: string) =>
  sha(
    Uint8Array.of(0),
    sha(
      Buffer.from("caregate-audit/entry/v2\0"),
      length(salt),
      salt,
      length(Buffer.from(payload)),
      Buffer.from(payload),
    ),
  );
const payloads = [1, 2, 3].map(
  (id) => `{"details":{},"id":"${id}","time":"2026-01-31T08:15:00.123Z","type":"LOGIN_ERROR","v":2}`,
);
const [one, two, three] = payloads.map(leaf) as [Buffer, Buffer, Buffer];
const note = (size: number, root: Buffer) =>
  `o\n${size}\n${root.toString("base64")}\n\n\u2014 o ${Buffer.alloc(68).toString("base64")}\n\u2014 o ${Buffer.alloc(76).toString("base64")}\n`;
const base64 = (hashes: Buffer[]) => hashes.map((hash) => hash.toString("base64"));

const config = { auditUrl: "/audit" } as Config;
const unused = "unused";

/** A log of two entries under its newest checkpoint; what a test changes takes precedence. */
function server(changed: Record<string, unknown> = {}): Api {
  const checkpoint = note(2, node(one, two));
  const entry = (seq: number, hash: Buffer, other: Buffer) => ({
    seq,
    entry: JSON.parse(payloads[seq - 1] ?? "") as object,
    payload: payloads[seq - 1],
    salt: salt.toString("base64"),
    leaf: hash.toString("base64"),
    checkpoint,
    inclusionProof: base64([other]),
  });
  const answers: Record<string, unknown> = {
    "/audit/checkpoints?limit=1": { checkpoints: [{ size: 2, time: unused, note: checkpoint }] },
    "/audit/events/1": entry(1, one, two),
    "/audit/events/2": entry(2, two, one),
    ...changed,
  };
  const get = (url: string) =>
    answers[url] ? Promise.resolve(answers[url]) : Promise.reject(new Problem(404, unused, "", ""));
  return { get, strictly: get } as unknown as Api;
}

describe("verify", () => {
  beforeEach(() => {
    const kept = new Map<string, string>();
    vi.stubGlobal("localStorage", {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
    });
  });

  it("proves what is in the log, and finds the same log again", async () => {
    expect(await checkLog(config, server(), [2, 1])).toMatchObject({
      finding: "unknown",
      proved: 2,
      newer: 0,
      wrong: [],
      consistent: undefined,
    });
    expect(await checkLog(config, server(), [])).toMatchObject({ finding: "ok", consistent: true });
  });

  it("an entry that came after the checkpoint is no wrong one", async () => {
    expect(await checkLog(config, server(), [3, 1])).toMatchObject({
      finding: "unknown",
      proved: 1,
      newer: 1,
      wrong: [],
    });
  });

  it("names an entry that was changed, swapped, or has no proof though it should", async () => {
    const api = server();
    const first = await api.get<object>("/audit/events/1");
    const second = await api.get<object>("/audit/events/2");
    const changes = [
      { ...first, payload: payloads[0]?.replace('"1"', '"9"') },
      { ...first, checkpoint: null, inclusionProof: null },
      second,
    ];
    for (const change of changes) {
      expect(await checkLog(config, server({ "/audit/events/1": change }), [2, 1])).toMatchObject({
        finding: "bad",
        proved: 1,
        wrong: [1],
      });
    }
  });

  it("notices another past, and a log that was cut off, and keeps what it saw", async () => {
    await checkLog(config, server(), []);
    const other = { checkpoints: [{ size: 2, time: unused, note: note(2, node(one, three)) }] };
    const shorter = { checkpoints: [{ size: 1, time: unused, note: note(1, one) }] };
    const longer = { checkpoints: [{ size: 3, time: unused, note: note(3, node(node(one, three), three)) }] };
    for (const newest of [other, shorter, longer]) {
      expect(await checkLog(config, server({ "/audit/checkpoints?limit=1": newest }), [])).toMatchObject({
        finding: "bad",
        consistent: false,
      });
    }
    expect(await checkLog(config, server(), [])).toMatchObject({ finding: "ok", consistent: true });
  });

  it("goes on with a log that has grown", async () => {
    await checkLog(config, server(), []);
    const longer = note(3, node(node(one, two), three));
    const changed = {
      "/audit/checkpoints?limit=1": { checkpoints: [{ size: 3, time: unused, note: longer }] },
      [`/audit/checkpoints/consistency?from=${encodeURIComponent(note(2, node(one, two)))}&to=3`]: {
        from: note(2, node(one, two)),
        to: longer,
        consistencyProof: base64([three]),
      },
    };
    expect(await checkLog(config, server(changed), [1])).toMatchObject({ finding: "ok", consistent: true, proved: 1 });
  });

  it("has nothing to say without a checkpoint", async () => {
    expect(await checkLog(config, server({ "/audit/checkpoints?limit=1": { checkpoints: [] } }), [])).toBeUndefined();
  });
});
