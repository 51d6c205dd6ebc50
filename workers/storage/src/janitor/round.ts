import type { Database } from '@selfdb/server/db/database';
import type { SettingsOf } from '@selfdb/settings';
import { AppError } from '@selfdb/shared/errors';
import type { BlobStore } from '../blobs/blob-store.ts';
import { segmentKey } from '../blobs/segment-key.ts';
import * as repository from './repository.ts';
import { type SweepState, sweepBatch } from './sweep.ts';

/** A download that began before its file was replaced may still need the old bytes. Shorter if the store is full. */
const GRACE_SECONDS = 300;
const SHORT_GRACE_SECONDS = 1;
const SWEEP_EVERY_MS = 24 * 3_600_000;
const REMOVALS_AT_ONCE = 16;

interface RoundContext {
  db: Database;
  store: BlobStore;
  env: Pick<SettingsOf<'storage'>, 'STORAGE_SWEEP_AGE_SECONDS'>;
  /** Whether an upload found no room. */
  isUrgent?: boolean;
}

/** What the janitor remembers between rounds. */
export interface JanitorState {
  /** The sweep that is under way. */
  sweep: SweepState | undefined;
  /** Milliseconds since 1970. */
  lastSweptAt: number;
}

export interface RoundEnd {
  state: JanitorState;
  /** When the next round starts: at once if there is more to do, soon if something becomes due, or later. */
  next: 'at_once' | 'soon' | 'later';
}

/** Does one batch of each kind of work. A batch that was interrupted is done again. */
export async function runRound(
  { db, store, env, isUrgent = false }: RoundContext,
  state: JanitorState,
): Promise<RoundEnd> {
  const ageSeconds = env.STORAGE_SWEEP_AGE_SECONDS;
  const graceSeconds = Math.min(isUrgent ? SHORT_GRACE_SECONDS : GRACE_SECONDS, ageSeconds);
  const found = await repository.findPendingWork(db, graceSeconds);
  if (!found) return { state, next: 'later' };
  if (found.deleted_buckets) await repository.emptyDeletedBuckets(db);
  if (found.deletions) await deleteFiles(db);
  if (found.expired_uploads) await repository.expireUploads(db);
  if (found.due_segments) await removeUnreferenced(db, store, graceSeconds);
  const isSweeping = isSweepDue(state, found.wanted_sweep) && !found.held;
  const after = isSweeping ? await sweep(db, store, ageSeconds, state, found.wanted_sweep) : state;
  const isBusy = found.deleted_buckets || found.deletions || found.expired_uploads;
  const removes = found.due_segments && !found.held;
  if (isBusy || removes || after.sweep) return { state: after, next: 'at_once' };
  return { state: after, next: found.dead_segments || found.held ? 'soon' : 'later' };
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
  const dead = (await repository.listRemovableSegments(db, graceSeconds)).map((row) => ({
    blobId: row.blob_id,
    segment: row.segment,
  }));
  for (let i = 0; i < dead.length; i += REMOVALS_AT_ONCE) {
    await Promise.all(dead.slice(i, i + REMOVALS_AT_ONCE).map((name) => store.remove(segmentKey(name))));
  }
  if (dead.length > 0) await repository.deleteSegmentEntries(db, dead);
}

function isSweepDue({ sweep: underWay, lastSweptAt }: JanitorState, isWanted: boolean): boolean {
  return underWay !== undefined || isWanted || Date.now() - lastSweptAt > SWEEP_EVERY_MS;
}

async function sweep(
  db: Database,
  store: BlobStore,
  ageSeconds: number,
  state: JanitorState,
  isWanted: boolean,
): Promise<JanitorState> {
  // A request during a sweep gets the next one, which begins after the request.
  if (isWanted && !state.sweep) await repository.claimJob(db, 'sweep');
  const current = state.sweep ?? { cursor: undefined, found: 0 };
  const { next, found } = await sweepBatch(db, store, ageSeconds, current);
  if (isWanted) await repository.updateSweepJobs(db, found, next === undefined);
  return { sweep: next, lastSweptAt: next === undefined ? Date.now() : state.lastSweptAt };
}
