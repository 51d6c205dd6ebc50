import { z } from 'zod';

/** Asks the change feed for what comes after a cursor; in the worker that runs the feed. */
export const FEED_CHANGES_PATH = '/internal/feed/changes';

/** A committed change of a row. */
const FeedChange = z.object({
  cursor: z.string(),
  /** The table's oid, because its name may change. */
  relid: z.int(),
  operation: z.enum(['INSERT', 'UPDATE', 'DELETE']),
  /** JSON text: `{table, schema, new, old, commit_timestamp, cursor}`. As text, so that no number loses digits. */
  payload: z.string(),
  /** How many functions led to it, one after the other. */
  depth: z.int(),
});
export type FeedChange = z.infer<typeof FeedChange>;

/** Changes before this cursor are not there, or not one by one: of one table, or, without `relid`, of all. */
const FeedLoss = z.object({ cursor: z.string(), relid: z.int().nullable(), reason: z.string() });
export type FeedLoss = z.infer<typeof FeedLoss>;

/** The changes of some tables in commit order, and the cursor after which the next ones come. */
export const FeedChanges = z.object({
  through: z.string(),
  changes: FeedChange.array(),
  losses: FeedLoss.array(),
});
export type FeedChanges = z.infer<typeof FeedChanges>;
