/** An error of a client, as the portal's REST answers it. */
export interface ClientError {
  time: string;
  type: string;
  error: string;
  rule?: string;
  redirectUri?: string;
  reason?: string;
}

export interface ClientErrors {
  available: boolean;
  errors: ClientError[];
}

/** The same error again and again: shown once, with how often and when it happened last. */
export interface ErrorGroup {
  last: ClientError;
  count: number;
}

/** Newest first, as they come. */
export function grouped(errors: readonly ClientError[]): ErrorGroup[] {
  const groups = new Map<string, ErrorGroup>();
  for (const error of errors) {
    const key = JSON.stringify([error.type, error.error, error.rule, error.redirectUri, error.reason]);
    const group = groups.get(key);
    if (group) {
      group.count += 1;
    } else {
      groups.set(key, { last: error, count: 1 });
    }
  }
  return [...groups.values()];
}
