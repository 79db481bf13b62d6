import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import de from "../src/messages/de.json";
import en from "../src/messages/en.json";

const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => ({ file, text: readFileSync(join("src", file), "utf8") }));

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

/** Whatever stands in the sources as a text, and templates as patterns. */
function used(): { literals: Set<string>; patterns: RegExp[] } {
  const literals = new Set<string>();
  const patterns: RegExp[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isStringLiteralLike(node)) {
      literals.add(node.text);
    } else if (ts.isTemplateExpression(node)) {
      const parts = [node.head.text, ...node.templateSpans.map((span) => span.literal.text)];
      if (parts.join("").match(/^[a-zA-Z.]{4,}$/)) {
        patterns.push(new RegExp(`^${parts.map((part) => part.replace(/\./g, "\\.")).join("[\\w-]+")}$`));
      }
    }
    ts.forEachChild(node, visit);
  };
  for (const { file, text } of sources) {
    visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX));
  }
  return { literals, patterns };
}

describe("messages", () => {
  it("both languages have the same keys in the same order", () => {
    expect(Object.keys(de)).toEqual(Object.keys(en));
  });

  it.each(Object.keys(en))("%s has the same placeholders and no empty text", (key) => {
    const [english, german] = [en[key as keyof typeof en], de[key as keyof typeof de]];
    expect(placeholders(german)).toEqual(placeholders(english));
    expect(english.trim()).not.toBe("");
    expect(german.trim()).not.toBe("");
  });

  it("every key is used", () => {
    const { literals, patterns } = used();
    const unused = Object.keys(en).filter(
      (key) => !literals.has(key) && !patterns.some((pattern) => pattern.test(key)),
    );
    expect(unused).toEqual([]);
  });

  it("every key that is named exists", () => {
    // Names of keys are typed, so this is the compiler's; here is what it cannot see: a pattern that no key fits.
    const { patterns } = used();
    const calls = patterns.filter((pattern) =>
      /^\^(kind|state|column|keys|claim|environment|authentication|language|proof|verify|export|filter|request)\\\./.test(
        pattern.source,
      ),
    );
    expect(calls.length).toBeGreaterThan(5);
    expect(calls.filter((pattern) => !Object.keys(en).some((key) => pattern.test(key)))).toEqual([]);
  });

  it("no text outside of the message files", () => {
    const found: string[] = [];
    const isText = (text: string) => /\p{L}{2,}/u.test(text) && !(text in en);
    for (const { file, text } of sources.filter((source) => source.file.endsWith(".tsx"))) {
      const visit = (node: ts.Node) => {
        if (ts.isJsxText(node) && isText(node.text)) {
          found.push(`${file}: ${node.text.trim()}`);
        }
        if (ts.isJsxAttribute(node) && node.initializer && ts.isStringLiteral(node.initializer)) {
          const name = node.name.getText();
          if (
            ["aria-label", "label", "placeholder", "alt", "titleText", "hint", "body", "lead"].includes(name) &&
            isText(node.initializer.text)
          ) {
            found.push(`${file}: ${name}=${node.initializer.text}`);
          }
        }
        ts.forEachChild(node, visit);
      };
      visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX));
    }
    expect(found).toEqual([]);
  });
});
