import { AppError, type ErrorCode, ValidationError } from '@selfdb/shared/errors';
import { ArchiveError } from '../archive/read-archive.ts';
import { ArchiveLocked } from '../encryption/open-archive.ts';
import { JobRunning } from '../restore/maintenance.ts';
import { ScriptError } from '../script/script-event.ts';
import { ArchiveMissing } from '../store/backup-store.ts';
import { OutOfSpace } from '../store/disk-space.ts';
import { isDisconnection, isExpected } from './expected-errors.ts';

/** How the worker learns what went wrong (workers/cron-backup/src/host/ask-host.ts). */
export interface HostRefusal {
  code: ErrorCode;
  message: string;
  loc?: (string | number)[];
}

const FULL = ['ENOSPC', 'EDQUOT'];

/** What to answer a request that failed. Undefined for an error that is not the caller's to read. */
export function refusalOf(error: unknown): HostRefusal | undefined {
  if (error instanceof ValidationError)
    return { code: error.code, message: error.message, loc: error.issues[0]?.loc ?? ['body'] };
  if (error instanceof AppError) return { code: error.code, message: error.message };
  if (error instanceof JobRunning) return { code: 'conflict', message: error.message };
  if (error instanceof ArchiveMissing) return { code: 'not_found', message: error.message };
  if (error instanceof ArchiveError || error instanceof ArchiveLocked || error instanceof ScriptError)
    return { code: 'validation_error', message: error.message, loc: ['body', 'file'] };
  if (error instanceof OutOfSpace) return { code: 'insufficient_storage', message: error.message };
  const code = codeOf(error);
  if (FULL.includes(code)) return { code: 'insufficient_storage', message: 'The disk is full.' };
  if (isDisconnection(error))
    return { code: 'unavailable', message: 'The database can not be reached. Try again shortly.' };
  return undefined;
}

/** A sentence for administrators about what ended a job. */
export function describeJobFailure(error: unknown): string {
  if (isExpected(error)) return error.message;
  return (
    refusalOf(error)?.message ?? 'It failed unexpectedly. The log of the service "backup" has the reason.'
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
