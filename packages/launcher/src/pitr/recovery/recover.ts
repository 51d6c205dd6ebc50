import { existsSync, readFileSync, rmSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Report } from '@selfdb/backup/backup/progress';
import { type BaseBackup, baseFile } from '@selfdb/backup/pitr/base-backup';
import { unpackBase } from '@selfdb/backup/pitr/unpack-base';
import { withMaintenance } from '@selfdb/backup/restore/maintenance';
import { formatBytes } from '../../backup/progress-line.ts';
import { databaseUrlOf } from '../../config/settings.ts';
import { writeOwn } from '../../postgres/cluster.ts';
import { UserError } from '../../user-error.ts';
import type { Pitr } from '../open-pitr.ts';
import { makeForPostgres } from '../places.ts';
import { isSwapPending } from '../swap/swap.ts';
import { LogServer } from './log-server.ts';
import { RecoveryServer, type RecoveryTarget } from './recovery-server.ts';

type RecoveryPlaces = Omit<Pitr, 'archive'>;

const POLL_MS = 50;
const SEGMENT_BYTES = 16 * 1024 ** 2;
/** For the log, and for what the recovered database writes. */
const SPARE_BYTES = 512 * 1024 ** 2;

/** Unpacks a base backup beside the database, and replays the log into it. The server that did it is left running. */
export async function recover(
  pitr: Pitr,
  base: BaseBackup,
  target: RecoveryTarget,
  report: Report,
): Promise<RecoveryServer> {
  const { installation, places, paths, settings, archive } = pitr;
  const { restored, fetched } = places;
  const server = new RecoveryServer(installation, settings.DB_PORT, restored, paths);
  await removeRecovery(pitr, server);
  await requireSpace(dirname(restored), base.bytes + SPARE_BYTES);
  try {
    await unpackBase(archive.files.read(baseFile(base)), restored, installation.account, (bytes) =>
      report({ step: 'base', bytes, total: base.bytes }),
    );
    // The configuration is not restored, as after any other restore.
    writeOwn(
      { ...installation, data: restored },
      'local.conf',
      readFileSync(join(installation.data, 'local.conf')),
    );
    makeForPostgres(fetched, installation);
    report({ step: 'log', bytes: 0, total: undefined });
    server.start(target, fetched);
    let isOver = false;
    let replayed = 0;
    const log = new LogServer(fetched, archive, join(installation.data, 'pg_wal'), installation.account);
    const served = log.serve(
      () => isOver,
      () => {
        replayed += SEGMENT_BYTES;
        report({ step: 'log', bytes: replayed, total: undefined });
      },
    );
    const ready = untilReady(server).finally(() => {
      isOver = true;
    });
    await Promise.all([served, ready]);
    return server;
  } catch (error) {
    await removeRecovery(pitr, server);
    throw describe(error);
  }
}

/** Removes what a command that was killed has left. Throws JobRunning while one is running. */
export async function sweepRecovery(pitr: RecoveryPlaces): Promise<void> {
  const { installation, places, paths, settings } = pitr;
  if (!existsSync(places.restored)) return;
  const server = new RecoveryServer(installation, settings.DB_PORT, places.restored, paths);
  await withMaintenance(databaseUrlOf(settings), async () => {
    if (!isSwapPending(paths)) await removeRecovery(pitr, server);
  });
}

/** Ends the server, and removes its files. Also removes what a command that was killed has left. */
export async function removeRecovery({ places }: RecoveryPlaces, server: RecoveryServer): Promise<void> {
  await server.stop();
  if (existsSync(places.restored)) await server.clearLeftovers();
  rmSync(places.restored, { recursive: true, force: true });
  rmSync(places.fetched, { recursive: true, force: true });
}

function describe(error: unknown): unknown {
  const isOfZlib = error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
  if (!isOfZlib) return error;
  return new UserError(
    `A part of the archive is damaged: ${error.message}. Nothing has changed. A moment before an earlier base backup, or \`./selfdb restore <file>\`, may still work.`,
    { cause: error },
  );
}

async function untilReady(server: RecoveryServer): Promise<void> {
  while (!server.isReady()) await sleep(POLL_MS);
}

async function requireSpace(directory: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(directory);
  if (bavail * bsize >= bytes) return;
  throw new UserError(
    `The restored database needs about ${formatBytes(bytes)} beside the present one, and ${directory} has ${formatBytes(bavail * bsize)} left. Nothing has changed. Free some space, then try again.`,
  );
}
