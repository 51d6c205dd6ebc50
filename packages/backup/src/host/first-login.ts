import { AppError } from '@selfdb/shared/errors';
import { withConnection } from '../snapshot/connect.ts';

const CLOSED = 'Somebody has signed in, so restoring is for administrators. Sign in, then choose the backup.';

/**
 * Does something while nobody has ever logged in, and makes the first login wait until it is done. Throws forbidden if anybody
 * has. The work may replace the database: then the waiting login fails with it.
 */
export function beforeFirstLogin<T>(databaseUrl: string, work: () => Promise<T>): Promise<T> {
  return withConnection(databaseUrl, async (client) => {
    await client.query('begin');
    // Each login updates this row as long as there was none.
    const { rows } = await client.query<{ is_open: boolean }>(
      'select first_login_at is null as is_open from selfdb.instance for update',
    );
    if (!rows[0]?.is_open) throw new AppError('forbidden', CLOSED);
    return work();
  });
}
