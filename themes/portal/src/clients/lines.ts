import type { FieldError } from "../api";

/** Empty lines are not sent, so the server's problem with the second address may concern the third line. */
export function onLines(
  errors: readonly FieldError[],
  lines: { redirectUris: readonly string[]; webOrigins: readonly string[] },
): FieldError[] {
  return errors.map((error) => {
    const match = /^#\/(redirectUris|webOrigins)\/(\d+)(.*)$/.exec(error.pointer);
    if (!match?.[1] || !match[2]) {
      return error;
    }
    const places = (match[1] === "redirectUris" ? lines.redirectUris : lines.webOrigins).flatMap((line, index) =>
      line.trim() ? [index] : [],
    );
    return { ...error, pointer: `#/${match[1]}/${places[Number(match[2])] ?? match[2]}${match[3] ?? ""}` };
  });
}
