import { Id, integerParam, Search, Text, Time } from '../../contract/common.ts';
import { z } from '../../contract/zod.ts';
import { AUDIT_ACTIONS, AUDIT_TARGETS } from './actions.ts';

const OUTCOMES = ['ok', 'refused', 'failed'] as const;

/** A user as the audit log names them. */
export const AuditActor = z.object({ id: Id, email: z.string(), role: z.string() });
export type AuditActor = z.infer<typeof AuditActor>;

export const AuditEntry = z
  .object({
    id: Id,
    at: Time,
    action: z
      .string()
      .openapi({ description: 'What happened, as `noun.verb`', examples: [...AUDIT_ACTIONS] }),
    outcome: z.enum(OUTCOMES),
    actor: AuditActor.nullable().openapi({
      description: 'Who did it, as they were then; null for a caller who was not signed in, and the system',
    }),
    target_type: z.enum(AUDIT_TARGETS),
    target_id: Id.nullable(),
    target_name: z.string().nullable().openapi({
      description:
        'A name as it was then: an e-mail address, the name of a table or bucket, the path of a file',
    }),
    address: z.string().nullable().openapi({ description: "The client's address" }),
    user_agent: z.string().nullable(),
    request_id: z.string().nullable().openapi({ description: 'The header X-Request-Id of the answer' }),
    details: z.record(z.string(), z.unknown()).openapi({
      description: 'More about it, by action. Neither values of rows nor the text of SQL',
    }),
    count: z.int().openapi({
      description:
        'How often it happened. Failed logins of an account from one network are one entry an hour',
    }),
    last_at: Time.nullable().openapi({ description: 'When it last happened, if more than once' }),
  })
  .openapi('AuditEntry');
export type AuditEntry = z.infer<typeof AuditEntry>;

const PREFIXES = /^[a-z_]{1,20}(?:\.[a-z_]{0,30})?(?:,[a-z_]{1,20}(?:\.[a-z_]{0,30})?){0,19}$/;
const CLOCK = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/;
/** The largest time that the first 48 bits of an id can hold and JavaScript can read is later than any that is asked for. */
const MAX_YEAR = 9999;

const Moment = z
  .string()
  .regex(CLOCK, 'must be a time with a time zone, such as 2026-01-31T08:15:00Z')
  .refine((text) => isTime(Date.parse(text)), { error: 'must be a time from 1970 on' })
  .openapi({ format: 'date-time' });

function isTime(milliseconds: number): boolean {
  return milliseconds >= 0 && new Date(milliseconds).getUTCFullYear() <= MAX_YEAR;
}

export const ListAudit = z.strictObject({
  limit: integerParam(1, 1000, 100),
  cursor: Id.optional().openapi({ description: '`next_cursor` of the previous page' }),
  action: z
    .string()
    .max(500)
    .regex(PREFIXES, 'must be actions or beginnings of them, separated by commas')
    .optional()
    .openapi({
      description: 'Actions or beginnings of them, separated by commas',
      example: 'user.,session.',
    }),
  outcome: z.enum(OUTCOMES).optional(),
  actor: Text.max(254).optional().openapi({ description: "A user's id or e-mail address" }),
  target_type: z.enum(AUDIT_TARGETS).optional(),
  target_id: Id.optional(),
  request_id: Text.max(128).optional(),
  since: Moment.optional(),
  until: Moment.optional().openapi({ description: 'Entries before this time' }),
  search: Search.openapi({
    description: 'Literal text in the names, addresses, actions and request ids: % and _ match themselves',
  }),
});
export type ListAudit = z.output<typeof ListAudit>;

export const AuditPage = z
  .object({ data: AuditEntry.array(), next_cursor: Id.nullable() })
  .openapi('AuditPage');
export type AuditPage = z.infer<typeof AuditPage>;
