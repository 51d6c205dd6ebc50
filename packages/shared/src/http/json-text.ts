import type { TypedResponse } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** An answer of any JSON type: what is in the text only Postgres knows. */
type JsonAnswer<S extends ContentfulStatusCode> = Response & TypedResponse<never, S, 'json'>;

/** An answer whose JSON Postgres has already made, passed on as it is. */
export function jsonText<S extends ContentfulStatusCode>(text: string, status: S): JsonAnswer<S> {
  return new Response(text, { status, headers: { 'Content-Type': 'application/json' } }) as JsonAnswer<S>;
}
