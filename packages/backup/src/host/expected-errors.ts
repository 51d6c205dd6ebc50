import { S3Failure } from '@selfdb/s3/failure';
import { ArchiveError } from '../archive/read-archive.ts';
import { DumpError } from '../dump/dump-error.ts';
import { ArchiveLocked } from '../encryption/open-archive.ts';
import { FileMissing } from '../pitr/store/log-store.ts';
import { JobRunning } from '../restore/maintenance.ts';
import { MayNotCreateDatabases } from '../restore/scratch-databases.ts';
import { NothingToUndo } from '../restore/undo-restore.ts';
import { ScriptError } from '../script/script-event.ts';
import { ArchiveMissing } from '../store/backup-store.ts';
import { OutOfSpace } from '../store/disk-space.ts';

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
