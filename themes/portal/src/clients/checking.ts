import { asProblem } from "../portal";

/** The pause in typing after which a check starts. */
export const TYPING_MS = 400;

/** The environment of a check; a test provides its own. */
export interface Checking<T> {
  /** Asks the server about the input. */
  ask: (signal: AbortSignal) => Promise<T>;
  pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  signal: AbortSignal;
}

/**
 * Checks the input once the user pauses, and again if the server asks for a later attempt. Returns nothing if it cannot
 * be checked now, or is already outdated: the problems are then shown when it is sent.
 */
export async function checked<T>({ ask, pause, signal }: Checking<T>): Promise<T | undefined> {
  let wait = TYPING_MS;
  for (;;) {
    await pause(wait, signal);
    if (signal.aborted) {
      return undefined;
    }
    try {
      const found = await ask(signal);
      return signal.aborted ? undefined : found;
    } catch (error) {
      const problem = asProblem(error);
      if (problem.status !== 429 || problem.retryAfter === undefined) {
        return undefined;
      }
      wait = problem.retryAfter * 1000;
    }
  }
}
