import { ArchiveError } from '../../archive/read-archive.ts';
import { mapUser, saysInitialized } from './earlier-rows.ts';
import { type MoveSessions, moveRows } from './move-rows.ts';

/** The forms of hashes that a login verifies (packages/server/src/auth). */
const VERIFIABLE = String.raw`^\$2[aby]\$(0[4-9]|1[0-5])\$[./A-Za-z0-9]{53}$|^\$argon2id\$`;

/** Takes over the users, with their hashes. Returns sentences about what to know. */
export async function moveUsers({ sql, system }: MoveSessions): Promise<string[]> {
  await moveRows(sql, 'users', mapUser, async (users) => {
    await system.query(
      `insert into selfdb.users (id, email, password_hash, first_name, last_name, role, is_active, created_at, updated_at)
       select id, email, password_hash, first_name, last_name, role, is_active, coalesce(created_at, now()),
         coalesce(updated_at, created_at, now())
       from jsonb_populate_recordset(null::selfdb.users, $1::jsonb)`,
      [JSON.stringify(users)],
    );
  });
  const { rows } = await system.query<{ admins: number; locked: number }>(
    `select (count(*) filter (where role = 'ADMIN'))::int as admins,
       (count(*) filter (where password_hash !~ $1))::int as locked from selfdb.users`,
    [VERIFIABLE],
  );
  const { admins = 0, locked = 0 } = rows[0] ?? {};
  // What has no owner goes to an administrator, and must not go to anybody else.
  if (admins === 0)
    throw new ArchiveError(
      'No user of the archive is an administrator: public.users has no row with the role ADMIN.',
    );
  const notes: string[] = [];
  if (locked > 0)
    notes.push(
      `${locked} users need a new password: theirs is kept in a form that this version can't verify.`,
    );
  return notes;
}

/** Closes the door of the first login, unless the earlier system said that nobody had come through it. */
export async function moveConfiguration({ sql, system }: MoveSessions, isThere: boolean): Promise<void> {
  let isInitialized: boolean | undefined;
  if (isThere)
    await moveRows(sql, 'system_config', saysInitialized, async (answers) => {
      isInitialized ??= answers.find((answer) => answer !== undefined);
    });
  if (isInitialized ?? true) await system.query('update selfdb.instance set first_login_at = now()');
}
