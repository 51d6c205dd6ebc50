import { MOVED_TABLES } from '../earlier-archive.ts';
import { listNames } from '../list-names.ts';
import { mapTable } from './earlier-rows.ts';
import { type MoveSessions, moveRows } from './move-rows.ts';
import { succeeds } from './succeeds.ts';

/** The first administrator, the owner of what has none. */
export const FALLBACK_OWNER =
  "(select u.id from selfdb.users u where u.role = 'ADMIN' order by u.created_at, u.id limit 1)";

/** Tables of users, of whatever version. */
const TABLES = `pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
  and c.relname <> all($1)`;

/** Gives each table without a primary key one on `id`, if that is unique. Returns sentences. */
export async function addPrimaryKeys({ sql }: MoveSessions): Promise<string[]> {
  const { rows } = await sql.query<{ name: string; hasId: boolean }>(
    `select c.oid::regclass::text as name, exists (select from pg_attribute a
       where a.attrelid = c.oid and a.attname = 'id' and not a.attisdropped) as "hasId"
     from ${TABLES} and not exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary) order by 1`,
    [MOVED_TABLES],
  );
  const added: string[] = [];
  const lacking: string[] = [];
  for (const { name, hasId } of rows) {
    const isAdded = hasId && (await succeeds(sql.query(`alter table ${name} add primary key (id)`)));
    (isAdded ? added : lacking).push(name);
  }
  const notes: string[] = [];
  if (added.length > 0) notes.push(`These tables got a primary key on their column id: ${listNames(added)}.`);
  if (lacking.length > 0)
    notes.push(
      `These tables have no primary key, because they have no unique column id: ${listNames(lacking)}.`,
    );
  return notes;
}

/** Enters the tables of the earlier registry into this one. Returns sentences about what to know. */
export async function registerTables({ sql, system }: MoveSessions): Promise<string[]> {
  const earlier: { name: string; wasPublic: boolean }[] = [];
  await moveRows(sql, 'tables', mapTable, async (tables) => {
    earlier.push(...tables);
    await system.query(
      `insert into selfdb.tables (id, relid, owner_id, access, realtime_enabled, description, metadata, created_at, updated_at)
       select t.id, c.oid, coalesce((select u.id from selfdb.users u where u.id = t.owner_id), ${FALLBACK_OWNER}),
         t.access, t.realtime_enabled, t.description, t.metadata, coalesce(t.created_at, now()),
         coalesce(t.updated_at, t.created_at, now())
       from jsonb_to_recordset($2::jsonb) t(id uuid, name text, owner_id uuid, access text, realtime_enabled boolean,
         description text, metadata jsonb, created_at timestamptz, updated_at timestamptz), ${TABLES} and c.relname = t.name
       on conflict (relid) do nothing`,
      [MOVED_TABLES, JSON.stringify(tables)],
    );
  });
  const { rows } = await system.query<{ name: string }>(
    'select c.relname as name from selfdb.tables t join pg_class c on c.oid = t.relid',
  );
  const isThere = new Set(rows.map(({ name }) => name));
  const namesOf = (tables: typeof earlier) => tables.map(({ name }) => name).sort();
  const missing = namesOf(earlier.filter(({ name }) => !isThere.has(name)));
  const closed = namesOf(earlier.filter(({ name, wasPublic }) => isThere.has(name) && !wasPublic));
  const notes: string[] = [];
  if (closed.length > 0)
    notes.push(
      `Every signed-in user may read these tables and add rows, as in SelfDB 0.0.5, where they were not public: ${listNames(closed)}. Their access is "users" now; "owner" closes them.`,
    );
  if (missing.length > 0)
    notes.push(`These tables were registered, but are not in the archive: ${listNames(missing)}.`);
  return notes;
}

/** Enters the tables that no registry named. Only administrators may use them. Returns sentences about them. */
export async function registerOthers(
  { system }: MoveSessions,
  rowsOf: (table: string) => number,
): Promise<string[]> {
  const { rows } = await system.query<{ name: string; relname: string }>(
    `with added as (
       insert into selfdb.tables (relid, owner_id, access) select c.oid, ${FALLBACK_OWNER}, 'owner' from ${TABLES}
       on conflict (relid) do nothing returning relid)
     select relid::regclass::text as name, c.relname from added join pg_class c on c.oid = relid order by 1`,
    [MOVED_TABLES],
  );
  const list = (areOfCode: boolean) =>
    listNames(
      rows
        .filter(({ relname }) => OF_CODE.test(relname) === areOfCode)
        .map(({ name, relname }) => `${relname} (rows: ${rowsOf(name)})`),
    );
  const [code, others] = [list(true), list(false)];
  const notes: string[] = [];
  if (code !== '')
    notes.push(
      `Functions and webhooks are not taken over. What SelfDB 0.0.5 kept about them stays in tables that only administrators see: ${code}.`,
    );
  if (others !== '')
    notes.push(
      `SelfDB 0.0.5 had not registered these tables, which only administrators see now: ${others}. Delete those that you don't need.`,
    );
  return notes;
}

/** Functions, webhooks, and what was recorded about them. */
const OF_CODE = /^(?:functions?|webhooks?)(?:_|$)/;
