import { Id, Text, Time } from '../contract/common.ts';
import { z } from '../contract/zod.ts';
import { RecoveredDatabase } from './moment-schema.ts';
import { ARCHIVE_NAME, BACKUP_NAME } from './names.ts';

const MAX_CRON = 100;
const MAX_RETENTION_DAYS = 3650;

const Filename = z
  .string()
  .regex(ARCHIVE_NAME, 'must be the file name of a backup')
  .openapi({ example: 'selfdb_backup_20261201_130559_pre-migration.tar.gz' });

export const BackupParams = z.object({ filename: Filename });

export const CreateBackup = z
  .strictObject({
    name: z
      .string()
      .regex(
        BACKUP_NAME,
        'must be at most 64 letters, digits, ".", "_" or "-", and begin with a letter or digit',
      )
      .optional()
      .openapi({ description: "Becomes part of the file's name", example: 'pre-migration' }),
  })
  .openapi('CreateBackup');
export type CreateBackup = z.output<typeof CreateBackup>;

export const VerifyBackup = z
  .strictObject({
    full: z.boolean().default(false).openapi({
      description: 'Also restores the rows into a database of their own, compares them, and drops it',
    }),
  })
  .openapi('VerifyBackup');

export const Backup = z
  .object({
    filename: z.string(),
    size: z.int().openapi({ description: 'Bytes; 0 while it is being made, and if it failed' }),
    created_at: Time,
    name: z.string().nullable(),
    kind: z.enum(['manual', 'scheduled']),
    status: z.enum(['running', 'verifying', 'good', 'failed']),
    checksum_sha256: z.string().nullable().openapi({
      description: 'Of the archive; null until it was verified here',
    }),
    proven_at: Time.nullable().openapi({ description: 'When it was last read back and found complete' }),
    error: z.string().nullable(),
    job_id: Id.nullable().openapi({
      description: 'The job that is making, verifying or restoring it now, by the API or by a command',
    }),
  })
  .openapi('Backup');
export type Backup = z.infer<typeof Backup>;

export const BackupJob = z
  .object({
    id: Id,
    kind: z.enum(['backup', 'verify', 'restore', 'restore_to']),
    filename: z.string().nullable().openapi({ description: 'The archive; null for a restore to a time' }),
    status: z.enum(['running', 'done', 'failed', 'cancelled']).openapi({
      description: 'A restore to a time that was not confirmed is cancelled',
    }),
    step: z.string().nullable().openapi({
      description:
        'What it is doing: database, files, verify, prove, finish or swap. A restore to a time: base, log, waiting (for an answer) or restart',
    }),
    bytes: z.number().openapi({ description: 'Bytes of this step so far' }),
    total: z
      .number()
      .nullable()
      .openapi({ description: 'Bytes of this step in all, where it is known; may be an estimate' }),
    to: Time.nullable().openapi({ description: 'The time that is restored; null for other jobs' }),
    found: z.union([RecoveredDatabase, z.null()]).openapi({
      description: 'What the database of that time has, once it is recovered',
    }),
    answer_until: Time.nullable().openapi({
      description: 'Until then it waits to be confirmed. Afterwards, what it has recovered is dropped',
    }),
    by_command: z.boolean().openapi({
      description: 'Whether a command does it. A restore to a time is then confirmed on its terminal only',
    }),
    notes: z.string().array().openapi({ description: 'What a restore left out or changed, as sentences' }),
    error: z.string().nullable().openapi({ description: 'Why it failed or was cancelled' }),
    started_at: Time,
    finished_at: Time.nullable(),
  })
  .openapi('BackupJob');
export type BackupJob = z.infer<typeof BackupJob>;

export const StartedJob = z
  .object({ success: z.literal(true), filename: z.string(), message: z.string(), job_id: Id })
  .openapi('StartedBackupJob');
export type StartedJob = z.infer<typeof StartedJob>;

export const UploadedRestore = z
  .object({ success: z.literal(true), message: z.string() })
  .openapi('UploadedRestore');

export const SetBackupSchedule = z
  .strictObject({
    cron: Text.max(MAX_CRON).openapi({
      description:
        'Five fields: minute, hour, day of month, month, day of week. Empty: no backups by themselves',
      example: '0 3 * * *',
    }),
    timezone: Text.max(100)
      .default('UTC')
      .openapi({ description: 'A name of the IANA database', example: 'Europe/Berlin' }),
    retention_days: z.int().min(1).max(MAX_RETENTION_DAYS).default(7).openapi({
      description: 'Older backups are removed, except the last good one',
    }),
    verify: z.boolean().default(false).openapi({
      description: 'Whether a backup a week is also restored into a database of its own and compared',
    }),
  })
  .openapi('SetBackupSchedule');
export type SetBackupSchedule = z.output<typeof SetBackupSchedule>;

export const BackupSchedule = z
  .object({
    cron: z.string(),
    timezone: z.string(),
    retention_days: z.int(),
    verify: z.boolean(),
    next_runs: Time.array().openapi({ description: 'The next five; empty without a schedule' }),
    last_run: z
      .object({
        due_at: Time.openapi({ description: 'When it should have begun' }),
        started_at: Time,
        filename: z.string(),
        attempts: z.int().openapi({ description: 'A backup that fails is tried again up to three times' }),
        was_missed: z.boolean().openapi({
          description: 'Whether it was made up later, since the system was stopped when it was due',
        }),
        error: z.string().nullable(),
      })
      .nullable(),
  })
  .openapi('BackupSchedule');
export type BackupSchedule = z.infer<typeof BackupSchedule>;
