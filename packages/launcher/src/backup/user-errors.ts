import { ArchiveError } from '@selfdb/backup/archive/read-archive';
import { DumpError } from '@selfdb/backup/dump/pg-dump';
import { ArchiveLocked } from '@selfdb/backup/encryption/open-archive';
import { FileMissing } from '@selfdb/backup/pitr/store/log-store';
import { JobRunning } from '@selfdb/backup/restore/maintenance';
import { MayNotCreateDatabases } from '@selfdb/backup/restore/scratch-databases';
import { NothingToUndo } from '@selfdb/backup/restore/undo-restore';
import { ScriptError } from '@selfdb/backup/script/script-event';
import { ArchiveMissing } from '@selfdb/backup/store/backup-store';
import { OutOfSpace } from '@selfdb/backup/store/disk-space';
import { S3Failure } from '@selfdb/s3/failure';
import { UserError } from '../user-error.ts';

const EXPECTED = [
  ArchiveError,
  ArchiveLocked,
  ArchiveMissing,
  DumpError,
  FileMissing,
  JobRunning,
  MayNotCreateDatabases,
  NothingToUndo,
  OutOfSpace,
  S3Failure,
  ScriptError,
];

/** Turns what can go wrong with an archive or a database into sentences for the terminal. */
export async function withUserErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isExpected(error)) throw new UserError(error.message, { cause: error });
    if (isDisconnection(error))
      throw new UserError('The connection to the database was lost. Try again when it answers.', {
        cause: error,
      });
    throw error;
  }
}

/** Error codes of the system and of Postgres while a server goes or comes. */
const DISCONNECTED = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P01', '57P02', '57P03'];
const ENDED = /^Connection terminated unexpectedly|is not queryable$/;

/** Whether the database went away. */
export function isDisconnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ENDED.test(error.message) || ('code' in error && DISCONNECTED.includes(String(error.code)));
}

/** Whether the message of an error is a sentence for administrators. */
export function isExpected(error: unknown): error is Error {
  return EXPECTED.some((kind) => error instanceof kind);
}
