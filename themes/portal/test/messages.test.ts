import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { LOCALES } from "../src/i18n";
import de from "../src/messages/de.json";
import en from "../src/messages/en.json";
import fr from "../src/messages/fr.json";
import nl from "../src/messages/nl.json";

const languages: Record<string, Record<string, string>> = { de, en, fr, nl };

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
  it("the files are the languages of the app", () => {
    expect(readdirSync("src/messages").sort()).toEqual(LOCALES.map((locale) => `${locale}.json`));
    expect(Object.keys(languages)).toEqual(LOCALES);
  });

  it.each(LOCALES)("%s has the same keys in the same order as English", (locale) => {
    expect(Object.keys(languages[locale] ?? {})).toEqual(Object.keys(en));
  });

  it.each(LOCALES)("%s has the placeholders of English and no empty text", (locale) => {
    for (const [key, english] of Object.entries(en)) {
      const text = languages[locale]?.[key] ?? "";
      expect(placeholders(text), key).toEqual(placeholders(english));
      expect(text.trim(), key).not.toBe("");
      expect(text.trim(), key).toBe(text);
    }
  });

  it("every form for one belongs to a text", () => {
    const forms = Object.keys(en).filter((key) => key.endsWith("_one"));
    expect(forms.length).toBeGreaterThan(5);
    expect(forms.filter((key) => !(key.slice(0, -"_one".length) in en))).toEqual([]);
  });

  // What the Imprimerie nationale's rules and the Taalunie's ask for; addresses are written as they are.
  it.each([
    ["fr", /(?<!\u202f)(?:[;!?»]|:(?=\s|$))|«(?!\u202f)|['"]/u],
    ["nl", /\s[:;!?]|['"]/u],
    ["de", /\s[:;!?]|['"]/u],
  ])("%s follows the typography of its language", (locale, wrong) => {
    for (const [key, text] of Object.entries(languages[locale] ?? {})) {
      expect(text.replace(/\S+:\/\S+/g, ""), key).not.toMatch(wrong);
    }
  });

  it("every key is used", () => {
    const { literals, patterns } = used();
    const named = (key: string) => literals.has(key) || patterns.some((pattern) => pattern.test(key));
    const unused = Object.keys(en).filter((key) => !named(key.replace(/_one$/, "")));
    expect(unused).toEqual([]);
  });

  it("every key that is named exists", () => {
    // Names of keys are typed, so this is the compiler's; here is what it cannot see: a pattern that no key fits.
    const { patterns } = used();
    const calls = patterns.filter((pattern) =>
      /^\^(alert|kind|state|column|keys|claim|environment|authentication|language|proof|verify|export|filter|request)\\\./.test(
        pattern.source,
      ),
    );
    expect(calls.length).toBeGreaterThan(5);
    expect(calls.filter((pattern) => !Object.keys(en).some((key) => pattern.test(key)))).toEqual([]);
  });

  it("no text outside of the message files", () => {
    expect(
      sources.filter(({ file }) => file.endsWith(".tsx")).flatMap(({ file, text }) => outside(file, text)),
    ).toEqual([]);
  });

  it.each([
    "<p>Hello</p>",
    '<p>{"Hello"}</p>',
    '<p>{ok ? "Hello" : null}</p>',
    "<p>{`Hello ${name}`}</p>",
    '<Alert title="Hello" />',
    "<input aria-label={`Hello ${name}`} />",
    '<Field label={name || "Hello"} />',
  ])("text outside is found: %s", (source) => {
    expect(outside("a.tsx", `const a = (${source});`)).toHaveLength(1);
  });

  it.each(['<p>{t("nav.menu")}</p>', "<p>{name} – {`${name}`}</p>", '<a title={t("nav.menu")} href="x/hello" />'])(
    "what is no text outside: %s",
    (source) => {
      expect(outside("a.tsx", `const a = (${source});`)).toEqual([]);
    },
  );
});

/** Attributes that a reader or listener gets to know. */
const READ = [
  "aria-label",
  "aria-valuetext",
  "alt",
  "body",
  "hint",
  "label",
  "lead",
  "placeholder",
  "title",
  "titleText",
  "valueText",
  "variantLabel",
];

/** The words of a source file that a user would read in one language only. */
function outside(file: string, source: string): string[] {
  const found: string[] = [];
  const report = (text: string) => {
    if (/\p{L}{2,}/u.test(text) && !(text in en)) {
      found.push(`${file}: ${text.trim()}`);
    }
  };
  const shown = (node: ts.Node | undefined): void => {
    if (!node) {
      return;
    }
    if (ts.isStringLiteralLike(node)) {
      report(node.text);
    } else if (ts.isTemplateExpression(node)) {
      report([node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join(" "));
    } else if (ts.isConditionalExpression(node)) {
      shown(node.whenTrue);
      shown(node.whenFalse);
    } else if (ts.isBinaryExpression(node)) {
      shown(node.right);
    } else if (ts.isParenthesizedExpression(node) || ts.isJsxExpression(node)) {
      shown(node.expression);
    }
  };
  const visit = (node: ts.Node) => {
    if (ts.isJsxText(node)) {
      report(node.text);
    }
    if (ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent)) {
      shown(node);
    }
    if (ts.isJsxAttribute(node) && READ.includes(node.name.getText())) {
      shown(node.initializer);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX));
  return found;
}
