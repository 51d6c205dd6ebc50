import type { SettingsOf } from '@selfdb/settings';
import type { Database } from '@selfdb/shared/db/database';
import { AppError } from '@selfdb/shared/errors';
import type { BlobStore } from '../blobs/blob-store.ts';
import { segmentKey } from '../blobs/segment-key.ts';
import * as repository from './repository.ts';
import { type SweepState, sweepBatch } from './sweep.ts';

/** A file that is being sent while it is replaced may still need its old bytes; unless the store is full. */
const GRACE_SECONDS = 300;
const SHORT_GRACE_SECONDS = 1;
const SWEEP_EVERY_MS = 24 * 3_600_000;
const REMOVALS_AT_ONCE = 16;

export interface House {
  db: Database;
  store: BlobStore;
  env: Pick<SettingsOf<'storage'>, 'STORAGE_SWEEP_AGE_SECONDS'>;
  /** Whether room is needed. */
  inHurry?: boolean;
}

/** What the janitor remembers between rounds. */
export interface Diary {
  /** A sweep that is under way. */
  sweep: SweepState | undefined;
  /** Milliseconds since 1970. */
  lastSweptAt: number;
}

export interface RoundEnd {
  diary: Diary;
  /** When to come again: at once, because there is more to do, soon, because something becomes due, or later. */
  next: 'at_once' | 'soon' | 'later';
}

/** One step of everything that has to be done. Each is done in batches, and a batch that was cut off is done again. */
export async function doRound({ db, store, env, inHurry = false }: House, diary: Diary): Promise<RoundEnd> {
  const ageSeconds = env.STORAGE_SWEEP_AGE_SECONDS;
  const graceSeconds = Math.min(inHurry ? SHORT_GRACE_SECONDS : GRACE_SECONDS, ageSeconds);
  const found = await repository.lookAround(db, graceSeconds);
  if (!found) return { diary, next: 'later' };
  if (found.deleted_buckets) await repository.emptyDeletedBuckets(db);
  if (found.deletions) await deleteFiles(db);
  if (found.expired_uploads) await repository.expireUploads(db);
  if (found.due_segments) await removeDead(db, store, graceSeconds);
  const isSweeping = isSweepDue(diary, found.wanted_sweep) && !found.held;
  const after = isSweeping ? await sweep(db, store, ageSeconds, diary, found.wanted_sweep) : diary;
  const isBusy = found.deleted_buckets || found.deletions || found.expired_uploads;
  const removes = found.due_segments && !found.held;
  if (isBusy || removes || after.sweep) return { diary: after, next: 'at_once' };
  return { diary: after, next: found.dead_segments || found.held ? 'soon' : 'later' };
}

async function deleteFiles(db: Database): Promise<void> {
  const job = await repository.findJob(db, 'delete_files');
  if (!job) return;
  try {
    await repository.deleteBatch(db, job);
  } catch (error) {
    // One that can't be done must not hold up those behind it.
    if (!isUnavailable(error)) await repository.failJob(db, job);
    throw error;
  }
}

function isUnavailable(error: unknown): boolean {
  return error instanceof AppError && error.code === 'unavailable';
}

async function removeDead(db: Database, store: BlobStore, graceSeconds: number): Promise<void> {
  const dead = (await repository.takeDeadSegments(db, graceSeconds)).map((row) => ({
    blobId: row.blob_id,
    segment: row.segment,
  }));
  for (let i = 0; i < dead.length; i += REMOVALS_AT_ONCE) {
    await Promise.all(dead.slice(i, i + REMOVALS_AT_ONCE).map((name) => store.remove(segmentKey(name))));
  }
  if (dead.length > 0) await repository.forgetSegments(db, dead);
}

function isSweepDue({ sweep: underWay, lastSweptAt }: Diary, isWanted: boolean): boolean {
  return underWay !== undefined || isWanted || Date.now() - lastSweptAt > SWEEP_EVERY_MS;
}

async function sweep(
  db: Database,
  store: BlobStore,
  ageSeconds: number,
  diary: Diary,
  isWanted: boolean,
): Promise<Diary> {
  // Whoever asks while a sweep is under way gets one that begins after the question.
  if (isWanted && !diary.sweep) await repository.findJob(db, 'sweep');
  const state = diary.sweep ?? { cursor: undefined, found: 0 };
  const { next, found } = await sweepBatch(db, store, ageSeconds, state);
  if (isWanted) await repository.tellSweep(db, found, next === undefined);
  return { sweep: next, lastSweptAt: next === undefined ? Date.now() : diary.lastSweptAt };
}
