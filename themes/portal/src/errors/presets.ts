export const PRESETS = ["today", "lastNight", "week"] as const;
export type Preset = (typeof PRESETS)[number];

/** The night that an auditor asks about in the morning: from this hour until that one. */
export const NIGHT_FROM = 20;
export const NIGHT_TO = 6;

/** A time as `datetime-local` writes it: the reader's own, without a zone. */
export function localTime(date: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** From when to when, in the reader's own time; without an end, until now. */
export function rangeOf(preset: Preset, now: Date): { from: string; to?: string } {
  const at = (days: number, hour: number) =>
    localTime(new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour));
  switch (preset) {
    case "today":
      return { from: at(0, 0) };
    case "lastNight":
      return now.getHours() < NIGHT_TO
        ? { from: at(-1, NIGHT_FROM) }
        : { from: at(-1, NIGHT_FROM), to: at(0, NIGHT_TO) };
    case "week":
      return { from: at(-7, 0) };
  }
}
