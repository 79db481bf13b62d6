import { createContext, useContext, useMemo, useState, type ReactNode } from "react";
import de from "./messages/de.json";
import en from "./messages/en.json";

export type Key = keyof typeof en;
export type Locale = "en" | "de";
export const LOCALES: readonly Locale[] = ["en", "de"];

const TEXTS: Record<Locale, Record<Key, string>> = { en, de };
const CHOICE = "caregate-portal:locale";

export interface Texts {
  locale: Locale;
  choose: (locale: Locale) => void;
  t: (key: Key, values?: Record<string, string | number>) => string;
  has: (key: string) => key is Key;
  time: (instant: string | number | Date) => string;
  number: (value: number) => string;
  /** A length of time, with the precision that a reader wants: `95 seconds`, `3 hours`. */
  span: (seconds: number) => string;
  ago: (seconds: number) => string;
  bytes: (count: number) => string;
}

const Context = createContext<Texts | undefined>(undefined);

/** The earlier choice, otherwise the browser's languages, otherwise the realm's. */
export function firstLocale(realms: string): Locale {
  const wanted = [localStorage.getItem(CHOICE) ?? "", ...navigator.languages.map((tag) => tag.slice(0, 2)), realms];
  return wanted.find((tag): tag is Locale => (LOCALES as readonly string[]).includes(tag)) ?? "en";
}

export function format(locale: Locale, key: Key, values: Record<string, string | number> = {}): string {
  return TEXTS[locale][key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
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

export function TextsProvider({ first, children }: { first: Locale; children: ReactNode }) {
  const [locale, setLocale] = useState<Locale>(first);
  const texts = useMemo<Texts>(() => {
    document.documentElement.lang = locale;
    const moments = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "medium" });
    const numbers = new Intl.NumberFormat(locale);
    return {
      locale,
      choose: (next) => {
        localStorage.setItem(CHOICE, next);
        setLocale(next);
      },
      t: (key, values) => format(locale, key, values),
      has: (key): key is Key => key in en,
      time: (instant) => moments.format(new Date(instant)),
      number: (value) => numbers.format(value),
      span: (seconds) => withUnit(locale, seconds, SPANS),
      ago: (seconds) => agoOf(locale, seconds),
      bytes: (count) => withUnit(locale, count, SIZES),
    };
  }, [locale]);
  return <Context.Provider value={texts}>{children}</Context.Provider>;
}

export function useTexts(): Texts {
  const texts = useContext(Context);
  if (!texts) {
    throw new Error("no texts");
  }
  return texts;
}
