/** The best known name in a `User-Agent`; the more specific ones come first, since most of them name several. */
const BROWSERS: readonly [RegExp, string][] = [
  [/\bEdg(?:e|A|iOS)?\//, "Edge"],
  [/\b(?:OPR|Opera)\//, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\b(?:Firefox|FxiOS)\//, "Firefox"],
  [/\b(?:Chrome|CriOS|Chromium)\//, "Chrome"],
  [/\bVersion\/[\d.]+ .*\bSafari\//, "Safari"],
];

const SYSTEMS: readonly [RegExp, string][] = [
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/\b(?:Macintosh|Mac OS X)\b/, "macOS"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bLinux\b/, "Linux"],
];

const LONGEST = 60;

/**
 * What a request's `User-Agent` says of the device: `Firefox, Linux`. The beginning of the text if it says neither;
 * whoever sends a request can write there whatever they like.
 */
export function deviceOf(userAgent: unknown): string {
  if (typeof userAgent !== "string") {
    return "";
  }
  const names = [BROWSERS, SYSTEMS].flatMap((known) => known.find(([pattern]) => pattern.test(userAgent))?.[1] ?? []);
  return names.length > 0
    ? names.join(", ")
    : userAgent.length > LONGEST
      ? `${userAgent.slice(0, LONGEST)}…`
      : userAgent;
}
