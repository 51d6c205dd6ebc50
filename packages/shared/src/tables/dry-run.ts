import { z } from '../contract/zod.ts';

/** `?dry_run=true` of a change. */
export const DryRunQuery = z.strictObject({
  dry_run: z
    .enum(['true', 'false'])
    .default('false')
    .transform((flag) => flag === 'true')
    .openapi({
      type: 'boolean',
      default: false,
      description: 'Answer with the SQL of the change instead of making it',
    }),
});

/** The answer to a dry run. */
export const SqlPreview = z
  .object({
    statements: z.array(z.string()).openapi({
      description:
        'What the change would run, in one transaction and in this order. Empty if it needs no SQL',
      example: ['alter table public."books" add column "rating" numeric'],
    }),
  })
  .openapi('SqlPreview');
export type SqlPreview = z.infer<typeof SqlPreview>;

export const DRY_RUN =
  'With `dry_run=true`, nothing changes and the answer is the SQL that would run. It refuses what can be known without running it: rights, names, types and values that would be lost.';
