import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { consistencyOf, provedEntryOf } from "../src/errors/grammar";
import { bytesOf, headOf, isConsistent, isIncluded, publicKeyOf, signedBy } from "../src/errors/proof";
import { parseStrictly, textOf } from "../src/strict-json";

// The files that caregate-audit-verify and the verifier in Python read too.
const folder = join(import.meta.dirname, "../../../verify/src/test/resources/corpus");
const bytes = (name: string) => new Uint8Array(readFileSync(join(folder, name)));
const cases = JSON.parse(readFileSync(join(folder, "cases.json"), "utf8")) as {
  name: string;
  file: string;
  exit: number;
}[];
const key = await publicKeyOf(readFileSync(join(folder, "key.pub"), "utf8"));

async function isGood(file: string): Promise<boolean> {
  try {
    const answer = parseStrictly(textOf(bytes(file)));
    if (!key) {
      return false;
    }
    if (file.startsWith("pair")) {
      const pair = consistencyOf(answer);
      const [from, to] = [headOf(pair.from), headOf(pair.to)];
      const signed = (await signedBy(from, key)) === "yes" && (await signedBy(to, key)) === "yes";
      return signed && (await isConsistent(from, to, pair.consistencyProof.map(bytesOf)));
    }
    const proved = provedEntryOf(answer);
    return (
      proved.checkpoint !== null &&
      (await signedBy(headOf(proved.checkpoint), key)) === "yes" &&
      (await isIncluded(proved))
    );
  } catch {
    return false;
  }
}

describe("corpus", () => {
  // What is compared with a checkpoint that was kept, or with a realm that was asked for, is not the browser's.
  const others = ["entry-against-a-fork", "entry-of-another-realm"];
  const proofs = cases.filter(({ file, name }) => file.endsWith(".json") && !others.includes(name));

  it("has proofs, good ones and others", () => {
    expect(proofs.filter(({ exit }) => exit === 0).length).toBeGreaterThan(8);
    expect(proofs.filter(({ exit }) => exit !== 0).length).toBeGreaterThan(40);
  });

  it.each(proofs)("$name", async ({ file, exit }) => {
    expect(await isGood(file)).toBe(exit === 0);
  });
});
