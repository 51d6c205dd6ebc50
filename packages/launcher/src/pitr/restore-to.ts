import { rmSync } from 'node:fs';
import { basename } from 'node:path';
import type { Report } from '@selfdb/backup/backup/progress';
import { listBaseBackups } from '@selfdb/backup/pitr/base-backups';
import { requireKey } from '@selfdb/backup/pitr/require-key';
import { cleanRestored } from '@selfdb/backup/restore/clean-restored';
import { withMaintenance } from '@selfdb/backup/restore/maintenance';
import { ask, requireTerminal } from '../ask.ts';
import { formatBytes, withProgress } from '../backup/progress-line.ts';
import { loadSettings } from '../config/load-settings.ts';
import { databaseUrlOf } from '../config/settings.ts';
import { withClient } from '../database/client.ts';
import { chooseBase } from './choose-base.ts';
import { ancestorsOf, readTimeline } from './lineage.ts';
import { describeMoment, parseMoment } from './moment.ts';
import { openPitr, type Pitr, superuserOf } from './open-pitr.ts';
import { type Found, inspect } from './recovery/inspect.ts';
import { recover, removeRecovery } from './recovery/recover.ts';
import type { RecoveryServer, RecoveryTarget } from './recovery/recovery-server.ts';
import { changeDatabase } from './swap/change-database.ts';
import { keptDirectory } from './swap/kept-directories.ts';
import { isSwapPending } from './swap/swap.ts';

/** Replaces the database by what it was at a moment, after showing that and asking. Returns the exit code. */
export async function restoreTo(text: string, choice: { isAgreed: boolean; json: boolean }): Promise<number> {
  const at = parseMoment(text);
  const pitr = openPitr(loadSettings());
  if (!choice.isAgreed) requireTerminal();
  console.error(`Restoring to ${describeMoment(at)}.`);
  return withMaintenance(databaseUrlOf(pitr.settings), async () => {
    const server = await withProgress((report) => recoverTo(pitr, at, report));
    try {
      const database = { ...server.superuser, database: 'selfdb' };
      const found = await withClient(database, inspect);
      if (!choice.json) console.log(describe(found, at));
      if (
        !choice.isAgreed &&
        !(await ask('Replace the present database by this one? Everybody is signed out.'))
      )
        return 1;
      await withClient(database, async (client) => {
        await client.query('set role selfdb');
        await cleanRestored(client, at.toISOString());
      });
      const replaced = await withProgress((report) => putInPlace(pitr, server, report));
      if (choice.json) console.log(JSON.stringify({ to: at.toISOString(), found, replaced }));
      else {
        console.log(`Restored. The database before is kept for a day as ${replaced}:`);
        console.log('`selfdb restore --undo` brings it back.');
      }
      return 0;
    } finally {
      if (!isSwapPending(pitr.paths)) await removeRecovery(pitr, server);
    }
  });
}

async function recoverTo(pitr: Pitr, at: Date, report: Report): Promise<RecoveryServer> {
  const superuser = { ...superuserOf(pitr), database: 'postgres' };
  const timeline = await readTimeline(superuser);
  const { archive, installation, settings } = pitr;
  const all = await listBaseBackups(archive.files.store);
  const usable = await ancestorsOf(all, timeline, archive, installation.data);
  const base = chooseBase(usable, at, new Date(), settings.BACKUP_PITR_DAYS);
  await requireKey(archive, base);
  // Postgres ends a recovery at the first commit after the moment, and fails if there is none.
  await withClient(superuser, (client) =>
    client.query("select pg_logical_emit_message(true, 'selfdb', 'a restore begins')"),
  );
  const target: RecoveryTarget = { at, timeline };
  return recover(pitr, base, target, report);
}

/** Returns the name of the directory that was replaced. */
async function putInPlace(pitr: Pitr, server: RecoveryServer, report: Report): Promise<string> {
  const { installation, places, paths } = pitr;
  report({ step: 'restart', bytes: 0, total: undefined });
  await server.stop();
  rmSync(places.fetched, { recursive: true, force: true });
  const replaced = keptDirectory(installation.data, 'before', new Date());
  await changeDatabase(paths, { data: installation.data, next: server.directory, replaced });
  return basename(replaced);
}

function describe(found: Found, at: Date): string {
  const last = found.last_transaction_at;
  const files = `${found.files.count} files with ${formatBytes(found.files.bytes)}`;
  return [
    `Found the database of ${describeMoment(at)}:`,
    `  last transaction  ${last ? describeMoment(new Date(last)) : 'that of the base backup'}`,
    `  contents          ${found.users} users, ${found.tables} tables, ${files}`,
    ...found.largest_tables.map(
      ({ name, rows, is_estimate }) => `  table ${name}  ${is_estimate ? 'about ' : ''}${rows} rows`,
    ),
  ].join('\n');
}
