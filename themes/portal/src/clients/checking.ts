import { asProblem } from "../portal";

/** So long somebody has to pause in typing. */
export const TYPING_MS = 400;

/** What checking needs of the world; a test gives its own. */
export interface Checking<T> {
  /** Asks the server about what has been typed. */
  ask: (signal: AbortSignal) => Promise<T>;
  pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  signal: AbortSignal;
}

/**
 * Checks what has been typed once somebody pauses, and again where the server wants to be asked later. Nothing if it
 * cannot be checked now, or is old by now: what is wrong with it is shown when it is sent.
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
