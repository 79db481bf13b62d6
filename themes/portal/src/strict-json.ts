/**
 * JSON as in docs/audit-format.md, "The grammar": each member once, whole numbers only, no half of a character. Every
 * reader then understands a proof as people read it.
 */

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** The text of an answer: UTF-8 without a byte order mark; throws for anything else. */
export function textOf(bytes: Uint8Array<ArrayBuffer>): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}

/** The one value in the text; throws if there is none. */
export function parseStrictly(text: string): Json {
  const reader = new Reader(text);
  const value = reader.value(0);
  reader.end();
  return value;
}

const MAX_DEPTH = 20;
const SPACE = /[ \t\n\r]*/y;
// JSON.parse checks the rules within a text; this finds only its end.
const TEXT = /"(?:[^"\\]|\\.)*"/sy;
const NUMBER = /(?:0|[1-9][0-9]{0,15})(?![0-9.eE])/y;
const WORD = /true|false|null/y;

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  value(depth: number): Json {
    this.take(SPACE);
    if (depth > MAX_DEPTH) {
      throw new Error("too deep");
    }
    const first = this.text[this.at];
    if (first === "{") {
      return this.object(depth);
    }
    if (first === "[") {
      return this.list(depth);
    }
    if (first === '"') {
      return this.string();
    }
    const number = this.take(NUMBER);
    if (number !== undefined) {
      const value = Number(number);
      if (!Number.isSafeInteger(value)) {
        throw new Error("a number beyond 2^53-1");
      }
      return value;
    }
    const word = this.take(WORD);
    if (word === undefined) {
      throw new Error("not JSON, or a number that is not whole");
    }
    return JSON.parse(word) as Json;
  }

  end(): void {
    this.take(SPACE);
    if (this.at !== this.text.length) {
      throw new Error("something behind the value");
    }
  }

  private object(depth: number): Json {
    const members = new Map<string, Json>();
    this.at += 1;
    if (!this.next("}")) {
      do {
        this.take(SPACE);
        const name = this.string();
        if (members.has(name)) {
          throw new Error("a member twice");
        }
        this.demand(":");
        members.set(name, this.value(depth + 1));
      } while (this.next(","));
      this.demand("}");
    }
    return Object.fromEntries(members);
  }

  private list(depth: number): Json[] {
    const values: Json[] = [];
    this.at += 1;
    if (!this.next("]")) {
      do {
        values.push(this.value(depth + 1));
      } while (this.next(","));
      this.demand("]");
    }
    return values;
  }

  private string(): string {
    const literal = this.take(TEXT);
    if (literal === undefined) {
      throw new Error("a text without its end");
    }
    const text = JSON.parse(literal) as string;
    if (!isWhole(text)) {
      throw new Error("half a character");
    }
    return text;
  }

  private next(mark: string): boolean {
    this.take(SPACE);
    const there = this.text[this.at] === mark;
    this.at += there ? 1 : 0;
    return there;
  }

  private demand(mark: string): void {
    if (!this.next(mark)) {
      throw new Error(`no ${mark}`);
    }
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }
}

function isWhole(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
