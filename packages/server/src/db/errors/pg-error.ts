import { AppError } from '@selfdb/shared/errors';

/** The fields of a Postgres error that the gateway and Neon hand on. */
export interface PgError {
  code: string;
  message: string;
  detail?: string | undefined;
  hint?: string | undefined;
  table?: string | undefined;
  column?: string | undefined;
  constraint?: string | undefined;
  position?: string | undefined;
  /** The context: the functions that were running. */
  where?: string | undefined;
  /** The function in Postgres' own source that reported it. */
  routine?: string | undefined;
  /** The index of the failed statement in the request; absent from Neon. */
  statement?: number | undefined;
}

/** The Postgres error that caused an error; undefined if there is none. */
export function pgErrorOf(error: unknown): PgError | undefined {
  if (error instanceof AppError) return pgErrorOf(error.cause);
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const { code } = error;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? Object.assign(error, { code }) : undefined;
}
