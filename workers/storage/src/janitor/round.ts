import type { Database } from '@selfdb/server/db/database';
import type { SettingsOf } from '@selfdb/settings';
import { AppError } from '@selfdb/shared/errors';
import { segmentKey } from '@selfdb/shared/files/segment-key';
import type { BlobStore } from '../blobs/blob-store.ts';
import { deleteOldEntries } from './audit-log/repository.ts';
import * as repository from './repository.ts';
import { type SweepState, sweepBatch } from './sweep.ts';

/** A download that began before its file was replaced may still need the old bytes. The short period is for a full store. */
const GRACE_SECONDS = 300;
const SHORT_GRACE_SECONDS = 1;
const SECONDS_PER_DAY = 86_400;
/** A restore to the oldest moment takes some time, too. */
const RESTORE_SECONDS = 3600;
const SWEEP_EVERY_MS = 24 * 3_600_000;
const REMOVALS_AT_ONCE = 16;

interface RoundContext {
  db: Database;
  store: BlobStore;
  env: Pick<
    SettingsOf<'storage'>,
    'STORAGE_SWEEP_AGE_SECONDS' | 'AUDIT_RETENTION_DAYS' | 'AUDIT_MAX_ENTRIES' | 'BACKUP_PITR_DAYS'
  >;
  /** Whether an upload found the store full. */
  isUrgent?: boolean;
}

/** What the janitor remembers between rounds. */
export interface JanitorState {
  /** The sweep in progress. */
  sweep: SweepState | undefined;
  /** Milliseconds since 1970. */
  lastSweptAt: number;
}

export interface RoundEnd {
  state: JanitorState;
  /** When the next round starts: at once if there is more to do, soon if something becomes due, or later. */
  next: 'at_once' | 'soon' | 'later';
}

/** Runs one batch of each kind of work. The next round repeats a batch that was interrupted. */
export async function runRound(
  { db, store, env, isUrgent = false }: RoundContext,
  state: JanitorState,
): Promise<RoundEnd> {
  const ageSeconds = env.STORAGE_SWEEP_AGE_SECONDS;
  const graceSeconds = env.BACKUP_PITR_DAYS
    ? env.BACKUP_PITR_DAYS * SECONDS_PER_DAY + RESTORE_SECONDS
    : Math.min(isUrgent ? SHORT_GRACE_SECONDS : GRACE_SECONDS, ageSeconds);
  const pending = await repository.findPendingWork(db, graceSeconds);
  if (!pending) return { state, next: 'later' };
  if (pending.deleted_buckets) await repository.emptyDeletedBuckets(db);
  if (pending.deletions) await deleteFiles(db);
  if (pending.expired_uploads) await repository.expireUploads(db);
  if (pending.removable_segments) await removeUnreferenced(db, store, graceSeconds);
  const hasOldEntries = await deleteOldEntries(db, env);
  const isSweeping = isSweepDue(state, pending.requested_sweep) && !pending.held;
  const after = isSweeping ? await sweep(db, store, ageSeconds, state, pending.requested_sweep) : state;
  const isBusy = pending.deleted_buckets || pending.deletions || pending.expired_uploads || hasOldEntries;
  const isRemoving = pending.removable_segments && !pending.held;
  if (isBusy || isRemoving || after.sweep) return { state: after, next: 'at_once' };
  return { state: after, next: pending.unreferenced_segments || pending.held ? 'soon' : 'later' };
}

async function deleteFiles(db: Database): Promise<void> {
  const job = await repository.claimJob(db, 'delete_files');
  if (!job) return;
  try {
    await repository.deleteBatch(db, job);
  } catch (error) {
    // A job that always fails must not block the ones after it.
    if (!isUnavailable(error)) await repository.failJob(db, job);
    throw error;
  }
}

function isUnavailable(error: unknown): boolean {
  return error instanceof AppError && error.code === 'unavailable';
}

async function removeUnreferenced(db: Database, store: BlobStore, graceSeconds: number): Promise<void> {
  const segments = (await repository.listRemovableSegments(db, graceSeconds)).map((row) => ({
    blobId: row.blob_id,
    segment: row.segment,
  }));
  for (let i = 0; i < segments.length; i += REMOVALS_AT_ONCE) {
    await Promise.all(segments.slice(i, i + REMOVALS_AT_ONCE).map((name) => store.remove(segmentKey(name))));
  }
  if (segments.length > 0) await repository.deleteSegmentEntries(db, segments);
}

function isSweepDue({ sweep: current, lastSweptAt }: JanitorState, isRequested: boolean): boolean {
  return current !== undefined || isRequested || Date.now() - lastSweptAt > SWEEP_EVERY_MS;
}

async function sweep(
  db: Database,
  store: BlobStore,
  ageSeconds: number,
  state: JanitorState,
  isRequested: boolean,
): Promise<JanitorState> {
  // A request during a sweep gets the next one, which begins after the request.
  if (isRequested && !state.sweep) await repository.claimJob(db, 'sweep');
  const current = state.sweep ?? { cursor: undefined, found: 0 };
  const { next, found } = await sweepBatch(db, store, ageSeconds, current);
  if (isRequested) await repository.updateSweepJobs(db, found, next === undefined);
  return { sweep: next, lastSweptAt: next === undefined ? Date.now() : state.lastSweptAt };
}
