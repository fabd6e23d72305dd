import { preview, sentFor, type Operation } from "./operations.ts";
import type { Previewed } from "./shapes.ts";

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

const accept = "application/graphql-response+json";

/** Asks Masthead by GET, so that caches on the way can answer. */
export function client(graphql: string, token: string | undefined, isRegistered: boolean): Ask {
  const headers: Record<string, string> = { accept };
  if (token) headers.authorization = `Bearer ${token}`;

  return function ask<Data, Variables>(
    operation: Operation<Data, Variables>,
    variables: Variables,
  ): Promise<Answer<Data>> {
    const address = new URL(graphql);
    for (const [name, value] of Object.entries(sentFor(operation, isRegistered))) {
      address.searchParams.set(name, value);
    }
    address.searchParams.set("variables", JSON.stringify(variables));
    return answered<Data>(address, { headers });
  };
}

/** Opens a link to a text that is not out yet. */
export type Open = (token: string) => Promise<Answer<{ preview: Previewed | null }>>;

/** Opens links at the desk's graph, which wants nothing of who brings one but its token. */
export function opener(desk: string, isRegistered: boolean): Open {
  return (token) =>
    answered(new URL(desk), {
      method: "POST",
      headers: { accept, "content-type": "application/json" },
      body: JSON.stringify({ ...sentFor(preview, isRegistered), variables: { token } }),
    });
}

async function answered<Data>(address: URL, request: RequestInit): Promise<Answer<Data>> {
  let response: Response;
  try {
    response = await fetch(address, { ...request, signal: AbortSignal.timeout(5000) });
  } catch (cause) {
    throw new ApiError(`Masthead does not answer at ${address.origin}: ${String(cause)}`);
  }
  const id = response.headers.get("x-request-id") ?? "without an id";
  const body = (await response.json().catch(() => ({}))) as {
    data?: Data | null;
    errors?: { message: string }[];
  };
  if (body.errors) {
    // Parts that are not vital answer null, and the page goes without them.
    console.error(`${id}: ${body.errors.map((error) => error.message).join("; ")}`);
  }
  if (!body.data) {
    const retryAfter = response.headers.get("retry-after");
    throw new ApiError(`Masthead answered ${response.status}, request ${id}`, retryAfter);
  }
  return { data: body.data, headers: response.headers };
}
