import type { Database } from '@selfdb/server/db/database';
import type { FeedChanges } from '@selfdb/shared/realtime/feed-changes';
import { type ChangeJob, toChangeJob } from './change-job.ts';
import type { FeedQuestion } from './feed-client.ts';
import {
  type Replay,
  saveChanges,
  saveReplayed,
  type TakenChanges,
  type TriggerState,
} from './repository.ts';

/** In base64, of the bodies of one change. The gateway takes statements of up to 64 MB. */
const MAX_BODY_CHARACTERS = 24 * 1024 * 1024;
const TOO_LARGE = 'A change was too large.';

export interface TakeOptions {
  db: Database;
  /** Asks the feed. Undefined where there is none. */
  poll(question: FeedQuestion): Promise<FeedChanges | undefined>;
  /** There are new jobs. */
  queued(): void;
}

/** Takes what the feed has after a state; waits for it unless there is something to replay. Returns false where there is no feed. */
export async function takeChanges(
  { cursor, tables, replays }: TriggerState,
  { db, poll, queued }: TakeOptions,
): Promise<boolean> {
  const relids = tables.map(({ relid }) => relid);
  const found = await poll({ since: cursor, relids, waits: replays.length === 0 });
  if (!found) return false;
  if (found.through === cursor) return true;
  const sentRelids = tables.filter(({ is_sent }) => is_sent).map(({ relid }) => relid);
  const taken = { since: cursor, relids, sentRelids, ...(await toJobs(found, tables)) };
  if ((await saveChanges(db, taken)) > 0) queued();
  return true;
}

/** Takes the next page of a replay. */
export async function replayChanges(replay: Replay, { db, poll, queued }: TakeOptions): Promise<void> {
  const { cursor, through, tables, owner_id: userId } = replay;
  const relids = tables.map(({ relid }) => relid);
  const found = await poll({ since: cursor, relids, waits: false, userId });
  if (!found) return;
  const changes = found.changes.filter((change) => !isAfter(change.cursor, through));
  const isDone = found.through === cursor || found.through === through || isAfter(found.through, through);
  const taken = await toJobs({ ...found, changes }, tables);
  if ((await saveReplayed(db, replay, taken, isDone)) > 0) queued();
}

/** Also where it is of another history, which nothing earlier comes after. */
function isAfter(cursor: string, end: string): boolean {
  const historyOf = (text: string) => text.slice(0, text.indexOf(':'));
  return historyOf(cursor) !== historyOf(end) || cursor > end;
}

async function toJobs(
  { through, changes, losses }: FeedChanges,
  tables: TriggerState['tables'],
): Promise<Pick<TakenChanges, 'through' | 'jobs' | 'losses'>> {
  const byRelid = new Map(tables.map((table) => [table.relid, table]));
  const all = await Promise.all(
    changes.map((change) => {
      const { key, is_sent } = byRelid.get(change.relid) ?? { key: null, is_sent: false };
      return toChangeJob(change, key, is_sent);
    }),
  );
  const isTooLarge = ({ body, sent_body }: ChangeJob) =>
    body.length + (sent_body?.length ?? 0) > MAX_BODY_CHARACTERS;
  const tooLarge = all.filter(isTooLarge).map(({ relid }) => ({ cursor: through, relid, reason: TOO_LARGE }));
  return { through, jobs: all.filter((job) => !isTooLarge(job)), losses: [...losses, ...tooLarge] };
}
