import type { Context, TypedResponse } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { AppEnv, Bindings } from './context.ts';

/** An answer of any JSON type, since only Postgres has seen its content. */
type JsonAnswer<S extends ContentfulStatusCode> = Response & TypedResponse<never, S, 'json'>;

/** An answer with JSON text that Postgres made, passed on unchanged. */
export function jsonText<B extends Bindings, S extends ContentfulStatusCode>(
  c: Context<AppEnv<B>>,
  text: string,
  status: S,
): JsonAnswer<S> {
  return c.newResponse(text, status, { 'Content-Type': 'application/json' }) as JsonAnswer<S>;
}
