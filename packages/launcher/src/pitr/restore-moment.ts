import { rmSync } from 'node:fs';
import { basename } from 'node:path';
import type { Report } from '@selfdb/backup/backup/progress';
import type { Decider } from '@selfdb/backup/host/restore-to/moments';
import { requireKey } from '@selfdb/backup/pitr/require-key';
import { cleanRestored } from '@selfdb/backup/restore/clean-restored';
import { withMaintenance } from '@selfdb/backup/restore/maintenance';
import type { RecoveredDatabase } from '@selfdb/shared/backups/moment-schema';
import { databaseUrlOf } from '../config/settings.ts';
import { withClient } from '../database/client.ts';
import { chooseBase } from './choose-base.ts';
import { listUsableBases } from './lineage.ts';
import { type Pitr, superuserOf } from './open-pitr.ts';
import { inspect } from './recovery/inspect.ts';
import { recover, removeRecovery } from './recovery/recover.ts';
import type { RecoveryServer } from './recovery/recovery-server.ts';
import { changeDatabase } from './swap/change-database.ts';
import { keptDirectory } from './swap/kept-directories.ts';
import { isSwapPending } from './swap/swap.ts';

export interface Restored {
  found: RecoveredDatabase;
  /** The name of the directory that was replaced. */
  replaced: string;
}

/** Recovers the database of a moment beside the present one, and puts it in its place if that is decided. */
export function restoreMoment(pitr: Pitr, at: Date, decider: Decider): Promise<Restored> {
  return withMaintenance(databaseUrlOf(pitr.settings), async (held) => {
    const server = await decider.withProgress((report) => recoverTo(pitr, at, report));
    try {
      const database = { ...server.superuser, database: 'selfdb' };
      const found = await withClient(database, inspect);
      const { by } = await decider.decide(found);
      // Fails if the database has restarted meanwhile, so that another job may have begun.
      await held.client.query('select');
      await withClient(database, async (client) => {
        await client.query('set role selfdb');
        await cleanRestored(client, at.toISOString(), by);
      });
      const replaced = await decider.withProgress((report) => putInPlace(pitr, server, decider, report));
      return { found, replaced };
    } finally {
      if (!isSwapPending(pitr.paths)) await removeRecovery(pitr, server);
    }
  });
}

async function recoverTo(pitr: Pitr, at: Date, report: Report): Promise<RecoveryServer> {
  const { bases, timeline } = await listUsableBases(pitr);
  const base = chooseBase(bases, at, new Date(), pitr.settings.BACKUP_PITR_DAYS);
  await requireKey(pitr.archive, base);
  // Postgres ends a recovery at the first commit after the moment, and fails if there is none.
  await withClient({ ...superuserOf(pitr), database: 'postgres' }, (client) =>
    client.query("select pg_logical_emit_message(true, 'selfdb', 'a restore begins')"),
  );
  return recover(pitr, base, { at, timeline }, report);
}

/** Returns the name of the directory that was replaced. */
async function putInPlace(
  { installation, places, paths }: Pitr,
  server: RecoveryServer,
  decider: Decider,
  report: Report,
): Promise<string> {
  report({ step: 'restart', bytes: 0, total: undefined });
  await server.stop();
  rmSync(places.fetched, { recursive: true, force: true });
  const replaced = keptDirectory(installation.data, 'before', new Date());
  decider.beforeSwap?.(basename(replaced));
  await changeDatabase(paths, { data: installation.data, next: server.directory, replaced });
  return basename(replaced);
}
