import { Id, Time } from '../contract/common.ts';
import { z } from '../contract/zod.ts';

/** What a person needs in order to see whether this is the moment that was meant. */
export const RecoveredDatabase = z
  .object({
    last_transaction_at: Time.nullable().openapi({
      description: 'When its last transaction was committed; null if it is that of the base backup',
    }),
    users: z.int(),
    tables: z.int(),
    files: z.object({ count: z.int(), bytes: z.number() }),
    largest_tables: z
      .object({ name: z.string(), rows: z.number(), is_estimate: z.boolean() })
      .array()
      .openapi({ description: 'Up to five' }),
  })
  .openapi('RecoveredDatabase');
export type RecoveredDatabase = z.infer<typeof RecoveredDatabase>;

export const RestorableTimes = z
  .object({
    enabled: z.boolean().openapi({ description: 'Whether the log of the database is kept' }),
    oldest: Time.nullable().openapi({ description: 'The earliest time that can be restored' }),
    newest: Time.nullable().openapi({ description: 'The latest one: the present' }),
    reason: z.enum(['off', 'own_postgres', 'no_base_backup']).nullable().openapi({
      description:
        'Why none can be restored: `BACKUP_PITR_DAYS` is 0, `DATABASE_URL` names a Postgres of your own, or the first base backup is not made yet',
    }),
    job_id: Id.nullable().openapi({
      description: 'The restore to a time that runs or waits to be confirmed',
    }),
    problems: z
      .string()
      .array()
      .openapi({ description: 'What keeps the log from being kept now, as sentences' }),
  })
  .openapi('RestorableTimes');
export type RestorableTimes = z.infer<typeof RestorableTimes>;

export const RestoreTo = z
  .strictObject({
    to: z.iso
      .datetime({ offset: true, error: 'must be a time such as 2026-01-31T08:15:30Z' })
      .openapi({ format: 'date-time', example: '2026-01-31T08:15:30Z' }),
  })
  .openapi('RestoreTo');

export const StartedRestoreTo = z
  .object({ success: z.literal(true), to: Time, message: z.string(), job_id: Id })
  .openapi('StartedRestoreTo');
export type StartedRestoreTo = z.infer<typeof StartedRestoreTo>;
