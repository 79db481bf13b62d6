// Steps of a script, each with what came of it: what Java reads from standard output.
const outcomes = {};

/** What the test has set up: addresses, clients, users. */
export const setup = JSON.parse(process.env.CAREGATE_SETUP);

/** Does a step. What it answers is kept; what it throws is kept as the library's own error, by its class and fields. */
export async function step(name, action) {
  try {
    outcomes[name] = { value: (await action()) ?? null };
  } catch (error) {
    outcomes[name] = { thrown: told(error) };
  }
  return outcomes[name].value;
}

/** Tells the test. */
export function report() {
  console.log(JSON.stringify(outcomes));
}

function told(error) {
  const cause = error.cause instanceof Error ? { cause: told(error.cause) } : {};
  const { message, code, status, responseData } = error;
  return {
    type: error.constructor.name,
    error: error.error ?? responseData?.error,
    description: error.error_description ?? responseData?.error_description,
    status: status ?? error.response?.status,
    message,
    code,
    challenges: error.code === "OAUTH_WWW_AUTHENTICATE_CHALLENGE" ? error.cause : undefined,
    ...cause,
  };
}
