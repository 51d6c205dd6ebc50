import type { Client } from 'pg';
import { ENTRIES } from '../archive/manifest.ts';
import { ArchiveError, readArchive } from '../archive/read-archive.ts';
import type { Report } from '../backup/progress.ts';
import { cleanRestored } from '../restore/clean-restored.ts';
import { withHeldMaintenance } from '../restore/maintenance.ts';
import type { FinishedRestore, RestoreTarget } from '../restore/restore-backup.ts';
import { runScript } from '../restore/run-script.ts';
import {
  createLike,
  databaseOf,
  dropDatabase,
  scratchNames,
  withDatabase,
} from '../restore/scratch-databases.ts';
import { swapDatabases } from '../restore/swap-databases.ts';
import { withConnection } from '../snapshot/connect.ts';
import { dropEarlierTables } from './drop-earlier-tables.ts';
import type { EarlierArchive, MovedTable } from './earlier-archive.ts';
import { EarlierPolicy } from './earlier-policy.ts';
import { environmentNotes } from './environment-notes.ts';
import { listNames } from './list-names.ts';
import { EarlierBuckets } from './move/move-buckets.ts';
import { moveFiles } from './move/move-files.ts';
import type { MoveSessions } from './move/move-rows.ts';
import { moveConfiguration, moveUsers } from './move/move-users.ts';
import { addPrimaryKeys, registerOthers, registerTables } from './move/register-tables.ts';

const NOT_COMPARED =
  'This archive of SelfDB 0.0.5 has no checksums. It was read to its end, and all rows in it were counted after they were restored.';

/**
 * Replaces the database by that of an archive of SelfDB 0.0.5, which was read to its end: runs its script in a new database of
 * this version, moves the rows of its users, tables, buckets and files to the places they have here, and swaps the two. Until
 * then nothing is changed.
 */
export function restoreEarlier(
  target: RestoreTarget,
  archive: EarlierArchive,
  report: Report,
): Promise<FinishedRestore> {
  const live = databaseOf(target.databaseUrl);
  return withHeldMaintenance(target, async ({ client, url }) => {
    const { restore: next, before: replaced } = scratchNames(live, new Date());
    const { databaseBytes, files } = archive.contents;
    await target.requireSpace({ databaseBytes, fileBytes: files.size });
    try {
      await createLike(client, live, next);
      const notes = await fill(target, next, archive, report);
      report({ step: 'swap', bytes: 0, total: undefined });
      const { aroundSwap = (swap) => swap() } = target;
      await aroundSwap(() => swapDatabases(url, { live, next, replaced }));
      return { manifest: null, replaced, notes };
    } finally {
      // Without a connection it stays, and the next job sweeps it.
      await dropDatabase(client, next).catch(() => {});
    }
  });
}

/** The system's tables come first. The script runs as a role that has no rights on them, like the SQL of administrators. */
async function fill(
  target: RestoreTarget,
  database: string,
  archive: EarlierArchive,
  report: Report,
): Promise<string[]> {
  const url = withDatabase(target.databaseUrl, database);
  await target.prepareEmpty(database);
  await target.migrate(url);
  await target.finish(url);
  return withConnection(withDatabase(target.sqlUrl, database), (sql) =>
    withConnection(url, async (system) => {
      for (const client of [sql, system])
        await client.query("set synchronous_commit to off; set timezone to 'UTC'");
      const notes = await runEarlierScript(sql, archive, report);
      notes.push(...(await moveAll({ sql, system }, target, archive, report)));
      report({ step: 'finish', bytes: 0, total: undefined });
      await cleanRestored(system, archive.filename, target.by);
      await target.finish(url);
      await system.query('analyze');
      return notes;
    }),
  );
}

/** Throws an ArchiveError unless all rows of the script are there afterwards. */
async function runEarlierScript(sql: Client, archive: EarlierArchive, report: Report): Promise<string[]> {
  const policy = new EarlierPolicy();
  const notes = [NOT_COMPARED];
  for await (const { name, size: total, content } of readArchive(archive.read())) {
    if (name !== ENTRIES.database) {
      for await (const _ of content);
      continue;
    }
    const done = (bytes: number) => report({ step: 'database', bytes, total });
    notes.push(...(await runScript(sql, content, done, policy.treat)).notes);
    break;
  }
  await sql.query('set search_path to pg_catalog, pg_temp; set row_security to off');
  for (const { name, rows: expected } of archive.contents.tables) {
    const { rows } = await sql.query<{ count: string }>(`select count(*) from only ${name}`);
    if (Number(rows[0]?.count) !== expected)
      throw new ArchiveError(`${rows[0]?.count} rows of ${name} were restored, not ${expected}.`);
  }
  return [...notes, ...policy.notes];
}

async function moveAll(
  sessions: MoveSessions,
  { blobs }: RestoreTarget,
  archive: EarlierArchive,
  report: Report,
): Promise<string[]> {
  const { tables, files, environment, unknown } = archive.contents;
  const rowsOf = new Map(tables.map(({ name, rows }) => [name, rows]));
  const has = (table: MovedTable) => rowsOf.has(`public.${table}`);
  const notes = await moveUsers(sessions);
  await moveConfiguration(sessions, has('system_config'));
  notes.push(...(await addPrimaryKeys(sessions)));
  if (has('tables')) notes.push(...(await registerTables(sessions)));
  notes.push(...(await registerOthers(sessions, (table) => rowsOf.get(table) ?? 0)));
  const buckets = new EarlierBuckets(sessions);
  if (has('buckets')) await buckets.moveBuckets();
  if (has('files')) await buckets.moveFileRows();
  notes.push(...(await dropEarlierTables(sessions.sql)));
  const left = await moveFiles({ client: sessions.system, blobs, buckets }, archive, (bytes) =>
    report({ step: 'files', bytes, total: files.size }),
  );
  notes.push(...buckets.notes, ...left, ...environmentNotes(environment));
  if (unknown.length > 0) notes.push(`These entries of the archive are left out: ${listNames(unknown)}.`);
  return notes;
}
