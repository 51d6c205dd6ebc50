import { type Client, DatabaseError } from 'pg';
import { compactTime } from '../compact-time.ts';

/** Every database that restoring makes, beside the one that it replaces. */
type Purpose = 'restore' | 'reference' | 'before';

/** How long the database that a restore replaced stays. */
export const UNDO_HOURS = 24;

const NOT_PERMITTED = '42501';

export interface ScratchNames {
  /** The database that is filled. */
  restore: string;
  /** An empty system of the archive's version, to compare with. */
  reference: string;
  /** The replaced database afterwards. */
  before: string;
}

/** `selfdb_restore_20261202_001500` and the like. */
export function scratchNames(live: string, at: Date): ScratchNames {
  const nameOf = (purpose: Purpose) => `${live}_${purpose}_${compactTime(at)}`;
  return {
    restore: nameOf('restore'),
    reference: nameOf('reference'),
    before: nameOf('before'),
  };
}

/** The same server and role, another database. */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${encodeURIComponent(database)}`;
  return changed.href;
}

export function databaseOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1));
}

/** Thrown where the server does not let the role of the system create databases. */
export class MayNotCreateDatabases extends Error {
  constructor(role: string) {
    super(
      `The role "${role}" may not create databases, and a restore fills one beside the one in use. Run \`alter role "${role}" createdb\` as a superuser.`,
    );
  }
}

/** Creates an empty database with the encoding and the collation of `live`. `client` is connected to another one. Throws
 * a MayNotCreateDatabases. */
export async function createLike(client: Client, live: string, name: string): Promise<void> {
  const { rows } = await client.query<{ options: string }>(
    `select format('encoding %L lc_collate %L lc_ctype %L', pg_encoding_to_char(encoding), datcollate, datctype)
       || case datlocprovider when 'i' then format(' locale_provider icu icu_locale %L', locale)
         when 'b' then format(' locale_provider builtin builtin_locale %L', locale) else ' locale_provider libc' end as options
     from (select d.*, coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale') as locale from pg_database d) d
     where datname = $1`,
    [live],
  );
  const [found] = rows;
  if (!found) throw new Error(`There is no database "${live}".`);
  try {
    await client.query(
      `create database ${client.escapeIdentifier(name)} template template0 ${found.options}`,
    );
  } catch (error) {
    if (error instanceof DatabaseError && error.code === NOT_PERMITTED)
      throw new MayNotCreateDatabases(client.user ?? '');
    throw error;
  }
}

export async function dropDatabase(client: Client, name: string): Promise<void> {
  await client.query(`drop database if exists ${client.escapeIdentifier(name)} with (force)`);
}

/** The databases of a purpose, newest first. */
export async function listScratch(client: Client, live: string, purpose: Purpose): Promise<string[]> {
  const { rows } = await client.query<{ datname: string }>(
    `select datname from pg_database where starts_with(datname, $1) and substr(datname, length($1) + 1) ~ '^[0-9]{8}_[0-9]{6}$'
     order by datname desc`,
    [`${live}_${purpose}_`],
  );
  return rows.map(({ datname }) => datname);
}

/** Drops what processes that were killed have left, and what `--undo` may no longer need. */
export async function sweepScratch(client: Client, live: string, now: Date): Promise<void> {
  const leftovers = [
    ...(await listScratch(client, live, 'restore')),
    ...(await listScratch(client, live, 'reference')),
  ];
  const { before: oldest } = scratchNames(live, new Date(now.getTime() - UNDO_HOURS * 3_600_000));
  const expired = (await listScratch(client, live, 'before')).filter((name) => name < oldest);
  for (const name of [...leftovers, ...expired]) await dropDatabase(client, name);
}
