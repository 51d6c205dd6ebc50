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
  /** The functions that it came out of. */
  where?: string | undefined;
  /** The function in Postgres' own source that reported it. */
  routine?: string | undefined;
  /** Which of the request's statements failed, counted from 0; Neon does not tell. */
  statement?: number | undefined;
}

/** The Postgres error behind an error of the database module, when there is one. */
export function pgErrorOf(error: unknown): PgError | undefined {
  if (error instanceof AppError) return pgErrorOf(error.cause);
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const { code } = error;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? Object.assign(error, { code }) : undefined;
}
