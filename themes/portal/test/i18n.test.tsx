// @vitest-environment jsdom
import { cleanup, render } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { agoOf, firstLocale, format, loadLanguage, localesOf, LOCALES, regionOf, TextsProvider } from "../src/i18n";
import { Alert, Button, Modal, Spinner } from "../src/patternfly";

describe("languages", () => {
  it.each([
    [
      ["en", "de"],
      ["de", "en"],
    ],
    [
      ["nl", "fr", "en"],
      ["en", "fr", "nl"],
    ],
    [
      ["nl-BE", "fr_BE"],
      ["fr", "nl"],
    ],
    [
      ["es", "de"],
      ["de", "en"],
    ],
    [["es", "pt-BR"], ["en"]],
  ])("a realm that has %j offers %j", (realm, offered) => {
    expect(localesOf(realm)).toEqual(offered);
  });

  it.each([
    ["the choice", "fr", ["de"], "nl", "fr"],
    ["a choice that the realm no longer has", "de", ["nl-BE"], "fr", "nl"],
    ["the browser's second language", null, ["es", "fr-BE"], "nl", "fr"],
    ["the realm's own", null, ["es"], "nl", "nl"],
    ["English for an own one that the app lacks", null, ["ja"], "es", "en"],
    ["the first that there is", null, ["ja"], "de", "en"],
  ])("%s is shown first", (_, choice, browser, defaultLocale, first) => {
    expect(firstLocale({ locales: ["es", "fr", "nl"], defaultLocale }, choice, browser)).toBe(first);
  });

  it.each(LOCALES)("%s is loaded with its own name for itself", async (locale) => {
    const language = await loadLanguage(locale);
    expect(language.locale).toBe(locale);
    expect(language.messages["nav.language"]).toBe({ de: "Sprache", en: "Language", fr: "Langue", nl: "Taal" }[locale]);
  });

  it.each([
    ["en", 0, "0 entries"],
    ["en", 1, "1 entry"],
    ["en", 1234, "1,234 entries"],
    ["de", 1, "1 Eintrag"],
    ["de", 1234, "1.234 Einträge"],
    ["fr", 0, "0 entrée"],
    ["fr", 2, "2 entrées"],
    ["fr", 1234, "1\u202f234 entrées"],
    ["fr", 1_000_000, "1\u202f000\u202f000 entrées"],
    ["nl", 1, "1 vermelding"],
    ["nl", 1234, "1.234 vermeldingen"],
  ] as const)("in %s, %i is written %j", async (locale, count, text) => {
    expect(format(await loadLanguage(locale), "status.sealed", { count })).toBe(text);
  });

  it("lengths of time are Intl's in each language", () => {
    expect(LOCALES.map((locale) => agoOf(locale, 120))).toEqual([
      "vor 2 Minuten",
      "2 minutes ago",
      "il y a 2 minutes",
      "2 minuten geleden",
    ]);
  });

  it("dates are written as in the reader's region", () => {
    expect(regionOf("nl", ["fr-BE", "nl-BE"])).toBe("nl-BE");
    expect(regionOf("de", ["fr-BE"])).toBe("de");
  });
});

describe("what screen readers alone are told", () => {
  afterEach(cleanup);

  it.each([
    ["de", ["Hinweis:", "Schließen", "Wird geladen"]],
    ["fr", ["Information\u202f:", "Fermer", "Chargement en cours"]],
    ["nl", ["Informatie:", "Sluiten", "Wordt geladen"]],
  ] as const)("is in the reader's language: %s", async (locale, words) => {
    const { baseElement } = render(
      <TextsProvider first={await loadLanguage(locale)}>
        <Modal isOpen title="–" onClose={() => undefined}>
          <Alert isInline variant="info" title="–" />
          <Button isLoading>–</Button>
          <Spinner aria-label="–" />
        </Modal>
      </TextsProvider>,
    );

    const told = [...baseElement.querySelectorAll("*")].flatMap((element) => [
      ...["aria-label", "aria-valuetext", "title", "alt"].map((name) => element.getAttribute(name) ?? ""),
      ...[...element.childNodes]
        .filter((node) => node.nodeType === Node.TEXT_NODE)
        .map((node) => node.textContent ?? ""),
    ]);
    expect([...new Set(told.filter((text) => /\p{L}{2,}/u.test(text)))].sort()).toEqual([...words].sort());
  });

  it("a button that loads keeps the focus and cannot be pressed", async () => {
    const first = await loadLanguage("en");
    const pressed: string[] = [];
    const of = (isLoading: boolean) => (
      <TextsProvider first={first}>
        <Button isLoading={isLoading} isDisabled={isLoading} onClick={() => pressed.push("now")}>
          –
        </Button>
      </TextsProvider>
    );
    const { getByRole, rerender } = render(of(false));
    getByRole("button").focus();
    rerender(of(true));
    getByRole("button").click();

    expect(document.activeElement).toBe(getByRole("button"));
    expect(getByRole("button").getAttribute("aria-disabled")).toBe("true");
    expect(pressed).toEqual([]);
  });
});
