import type { Context, TypedResponse } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { AppEnv, Bindings } from './context.ts';

/** An answer of any JSON type: only Postgres knows what is in the text. */
type JsonAnswer<S extends ContentfulStatusCode> = Response & TypedResponse<never, S, 'json'>;

/** An answer whose JSON Postgres has already made, passed on as it is. */
export function jsonText<B extends Bindings, S extends ContentfulStatusCode>(
  c: Context<AppEnv<B>>,
  text: string,
  status: S,
): JsonAnswer<S> {
  return c.newResponse(text, status, { 'Content-Type': 'application/json' }) as JsonAnswer<S>;
}
