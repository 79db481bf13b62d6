import type { Role } from "./model";

/**
 * The page on which a user starts: the first of theirs. A user who is only a therapist comes for a token, and one who
 * is only an auditor for the log.
 */
export function landingOf(roles: readonly Role[], pages: readonly string[]): string | undefined {
  const onlyAuditor = roles.includes("auditor") && roles.every((role) => role === "auditor" || role === "patient");
  return onlyAuditor && pages.includes("errors") ? "errors" : pages[0];
}
