import type { Operation } from "./operations.ts";

/** What the API answered, and how long and under which keys the answer may be kept. */
export interface Answer<Data> {
  data: Data;
  headers: Headers;
}

/** The API could not be asked, or did not understand. */
export class ApiError extends Error {
  /** Seconds after which asking again makes sense. */
  readonly retryAfter: string | null;

  constructor(message: string, retryAfter: string | null = null) {
    super(message);
    this.name = "ApiError";
    this.retryAfter = retryAfter;
  }
}

export type Ask = <Data, Variables>(
  operation: Operation<Data, Variables>,
  variables: Variables,
) => Promise<Answer<Data>>;

/** Asks Masthead by GET, so that caches on the way can answer. */
export function client(graphql: string, token: string | undefined, isRegistered: boolean): Ask {
  const headers: Record<string, string> = { accept: "application/graphql-response+json" };
  if (token) headers.authorization = `Bearer ${token}`;

  return async function ask<Data, Variables>(
    operation: Operation<Data, Variables>,
    variables: Variables,
  ): Promise<Answer<Data>> {
    const address = new URL(graphql);
    const sent = (isRegistered && operation.registered) || operation.sent;
    for (const [name, value] of Object.entries(sent)) {
      address.searchParams.set(name, value);
    }
    address.searchParams.set("variables", JSON.stringify(variables));

    let response: Response;
    try {
      response = await fetch(address, { headers, signal: AbortSignal.timeout(5000) });
    } catch (cause) {
      throw new ApiError(`Masthead does not answer at ${graphql}: ${String(cause)}`);
    }
    const request = response.headers.get("x-request-id") ?? "without an id";
    const body = (await response.json().catch(() => ({}))) as {
      data?: Data | null;
      errors?: { message: string }[];
    };
    if (body.errors) {
      // Parts that are not vital answer null, and the page goes without them.
      console.error(`${request}: ${body.errors.map((error) => error.message).join("; ")}`);
    }
    if (!body.data) {
      const retryAfter = response.headers.get("retry-after");
      throw new ApiError(`Masthead answered ${response.status}, request ${request}`, retryAfter);
    }
    return { data: body.data, headers: response.headers };
  };
}
