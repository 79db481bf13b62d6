import { createContext, useContext, useMemo, useState, type ReactNode } from "react";
import en from "./messages/en.json";

export type Key = keyof typeof en;
export type Messages = Record<Key, string>;
export type Locale = "de" | "en" | "fr" | "nl";
export const LOCALES: readonly Locale[] = ["de", "en", "fr", "nl"];

/** English is part of the app, as the language that is left if another cannot be loaded. */
const LOADED: Record<Locale, () => Promise<{ default: Messages }>> = {
  de: () => import("./messages/de.json"),
  en: () => Promise.resolve({ default: en }),
  fr: () => import("./messages/fr.json"),
  nl: () => import("./messages/nl.json"),
};
const CHOICE = "caregate-portal:locale";

/** The name of a text and what it is filled with: numbers are written as the language writes them. */
export type Values = Record<string, string | number>;

export interface Texts {
  locale: Locale;
  choose: (locale: Locale) => void;
  t: (key: Key, values?: Values) => string;
  has: (key: string) => key is Key;
  time: (instant: string | number | Date) => string;
  number: (value: number) => string;
  /** A length of time, with the precision that a reader wants: `95 seconds`, `3 hours`. */
  span: (seconds: number) => string;
  ago: (seconds: number) => string;
  bytes: (count: number) => string;
}

/** A language with its texts. */
export interface Language {
  locale: Locale;
  messages: Messages;
}

const Context = createContext<Texts | undefined>(undefined);

/** The app's language for a tag of a realm or a browser, whatever its region. */
function languageOf(tag: string): Locale | undefined {
  const language = tag.split(/[-_]/)[0]?.toLowerCase();
  return LOCALES.find((locale) => locale === language);
}

/** The languages to choose from: the realm's. English takes the place of those that the app does not have. */
export function localesOf(realm: readonly string[]): Locale[] {
  const offered = realm.map((tag) => languageOf(tag) ?? "en");
  return LOCALES.filter((locale) => offered.includes(locale));
}

/**
 * The first of these languages that the realm has: the earlier choice, the browser's languages, the realm's own. If it
 * has none of them, the first one that it has.
 */
export function firstLocale(
  realm: { locales: readonly string[]; defaultLocale: string },
  choice: string | null,
  browser: readonly string[],
): Locale {
  const offered = localesOf(realm.locales);
  const wanted = [choice ?? "", ...browser].map(languageOf);
  const own = languageOf(realm.defaultLocale) ?? "en";
  return [...wanted, own, ...offered].find((locale) => locale !== undefined && offered.includes(locale)) ?? "en";
}

/** The language in which the user chose to read, in this browser. */
export function chosenLocale(): string | null {
  return localStorage.getItem(CHOICE);
}

/** A language with its texts; English if they cannot be loaded. */
export async function loadLanguage(locale: Locale): Promise<Language> {
  try {
    return { locale, messages: (await LOADED[locale]()).default };
  } catch {
    return { locale: "en", messages: en };
  }
}

/**
 * A text with its placeholders filled in. The first number among the values decides whether the text's own form for
 * that number is used, such as `status.sealed_one`; the names of the forms are those of `Intl.PluralRules`.
 */
export function format({ locale, messages }: Language, key: Key, values: Values = {}): string {
  const count = Object.values(values).find((value) => typeof value === "number");
  const form = count === undefined ? key : `${key}_${new Intl.PluralRules(locale).select(count)}`;
  const numbers = new Intl.NumberFormat(locale);
  return messages[isKey(form) ? form : key].replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name] ?? "";
    return typeof value === "number" ? numbers.format(value) : value;
  });
}

function isKey(key: string): key is Key {
  return key in en;
}

/** Each unit is used until the number of the next one is two or more. */
const SPANS: readonly [string, number][] = [
  ["second", 1],
  ["minute", 60],
  ["hour", 3600],
  ["day", 86_400],
];
const SIZES: readonly [string, number][] = [
  ["byte", 1],
  ["kilobyte", 1e3],
  ["megabyte", 1e6],
  ["gigabyte", 1e9],
];

function unitOf(value: number, units: readonly [string, number][]): [string, number] {
  return units.findLast(([, least]) => value >= 2 * least) ?? ["second", 1];
}

export function withUnit(locale: Locale, value: number, units: readonly [string, number][]): string {
  const [unit, size] = value >= 2 ? unitOf(value, units) : (units[0] ?? unitOf(value, units));
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long", maximumFractionDigits: 0 }).format(
    Math.floor(value / size),
  );
}

/** `3 days ago`, which not every language derives from `3 days`. */
export function agoOf(locale: Locale, seconds: number): string {
  const [unit, size] = unitOf(seconds, SPANS);
  return new Intl.RelativeTimeFormat(locale).format(-Math.floor(seconds / size), unit as Intl.RelativeTimeFormatUnit);
}

/** The tag for dates: the browser's own if it is a region of this language, since `en-GB` has an order of its own. */
export function regionOf(locale: Locale, browser: readonly string[]): string {
  return browser.find((tag) => languageOf(tag) === locale) ?? locale;
}

export function TextsProvider({ first, children }: { first: Language; children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(first);
  const texts = useMemo<Texts>(() => {
    const { locale } = language;
    document.documentElement.lang = locale;
    const region = regionOf(locale, navigator.languages);
    const moments = new Intl.DateTimeFormat(region, { dateStyle: "medium", timeStyle: "medium" });
    const numbers = new Intl.NumberFormat(locale);
    return {
      locale,
      choose: (next) => {
        localStorage.setItem(CHOICE, next);
        // A later choice wins, even if its texts come first.
        void loadLanguage(next).then((loaded) => chosenLocale() === next && setLanguage(loaded));
      },
      t: (key, values) => format(language, key, values),
      has: isKey,
      time: (instant) => moments.format(new Date(instant)),
      number: (value) => numbers.format(value),
      span: (seconds) => withUnit(locale, seconds, SPANS),
      ago: (seconds) => agoOf(locale, seconds),
      bytes: (count) => withUnit(locale, count, SIZES),
    };
  }, [language]);
  return <Context.Provider value={texts}>{children}</Context.Provider>;
}

export function useTexts(): Texts {
  const texts = useContext(Context);
  if (!texts) {
    throw new Error("no texts");
  }
  return texts;
}
