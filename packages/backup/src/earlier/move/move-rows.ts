import type { Client } from 'pg';
import { z } from 'zod';
import { ArchiveError } from '../../archive/read-archive.ts';
import type { MovedTable } from '../earlier-archive.ts';

const PAGE = 500;

/** The two sessions in the database that is filled. */
export interface MoveSessions {
  /** As the role that ran the script. It alone reads what came with it, because types, views and rules may run code. */
  sql: Client;
  /** As the system's role. It gets rows as values. */
  system: Client;
}

/** Calls `take` with the rows of a table of SelfDB 0.0.5, mapped one by one, some at a time. */
export async function moveRows<T>(
  sql: Client,
  table: MovedTable,
  map: (row: unknown) => T,
  take: (rows: T[]) => Promise<void>,
): Promise<void> {
  try {
    await sql.query('begin');
    await sql.query(
      `declare earlier no scroll cursor for select to_jsonb(t) as row from only public.${table} t`,
    );
    for (;;) {
      const { rows } = await sql.query<{ row: unknown }>(`fetch ${PAGE} from earlier`);
      if (rows.length > 0) await take(rows.map(({ row }) => map(row)));
      if (rows.length < PAGE) break;
    }
    await sql.query('commit');
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined) throw error;
    throw new ArchiveError(`The rows of public.${table} can't be taken over: ${reason}.`, { cause: error });
  }
}

/** Undefined for an error that is not about a row. */
function reasonOf(error: unknown): string | undefined {
  if (error instanceof z.ZodError)
    return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)[0];
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  if ('constraint' in error && error.constraint === 'users_email_key')
    return 'two users have the same e-mail address, apart from case';
  const isAboutValue = /^(?:22|23)/.test(String(error.code));
  return isAboutValue ? error.message : undefined;
}
