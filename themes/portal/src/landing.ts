import type { Role } from "./model";

/**
 * The page on which a user starts: the first of theirs. A user who is only a therapist comes for a token, one who is
 * only an auditor for the log, and a patient, who gets no token, for their own sign-ins.
 */
export function landingOf(roles: readonly Role[], pages: readonly string[]): string | undefined {
  const onlyAuditor = roles.includes("auditor") && roles.every((role) => role === "auditor" || role === "patient");
  if (onlyAuditor && pages.includes("errors")) {
    return "errors";
  }
  const onlyPatient = roles.every((role) => role === "patient");
  return onlyPatient && pages.includes("sign-ins") ? "sign-ins" : pages[0];
}
