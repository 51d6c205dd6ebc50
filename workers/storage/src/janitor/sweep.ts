import type { Database } from '@selfdb/server/db/database';
import { parseSegmentKey, type SegmentName } from '@selfdb/shared/files/segment-key';
import type { BlobStore } from '../blobs/blob-store.ts';
import * as repository from './repository.ts';

/** The temporary file of a write whose process was killed (see `disk-store.ts`). */
const TEMPORARY = /\/\.[^/]+\.tmp$/;

export interface SweepState {
  /** The cursor of the next batch. Undefined at the beginning. */
  cursor: string | undefined;
  found: number;
}

/**
 * Searches one batch of the store for objects that no row refers to. Skips objects younger than `ageSeconds`, because an
 * upload stores its bytes before its row. Marks the others for removal instead of removing them at once, because a row may
 * still be inserted. Returns the state to continue with; undefined at the end of the store.
 */
export async function sweepBatch(
  db: Database,
  store: BlobStore,
  ageSeconds: number,
  { cursor, found }: SweepState,
): Promise<{ next: SweepState | undefined; found: number }> {
  const before = new Date(Date.now() - ageSeconds * 1000);
  const unfinished = cursor === undefined ? await store.discardUnfinished(before) : 0;
  const batch = await store.scan(cursor);
  const orphans = await onlyOlder(store, before, await findOrphans(db, batch.keys));
  const names = orphans.flatMap((key) => parseSegmentKey(key) ?? []);
  if (names.length > 0) await repository.insertUnreferencedSegments(db, names);
  for (const key of orphans) if (TEMPORARY.test(key)) await store.remove(key);
  const count = found + unfinished + orphans.length;
  const next = batch.cursor === undefined ? undefined : { cursor: batch.cursor, found: count };
  return { next, found: count };
}

async function onlyOlder(store: BlobStore, before: Date, keys: string[]): Promise<string[]> {
  const older: string[] = [];
  for (const key of keys) {
    const modifiedAt = await store.modifiedAt(key);
    if (modifiedAt && modifiedAt < before) older.push(key);
  }
  return older;
}

/** Keys of segments that no row refers to, and of temporary files. Other objects in the store are ignored. */
async function findOrphans(db: Database, keys: string[]): Promise<string[]> {
  const segments = keys.flatMap((key) => {
    const name = parseSegmentKey(key);
    return name ? [{ key, name }] : [];
  });
  const temporary = keys.filter((key) => TEMPORARY.test(key));
  if (segments.length === 0) return temporary;
  const blobIds = [...new Set(segments.map(({ name }) => name.blobId))];
  const referenced = new Set(
    (await repository.listReferencedSegments(db, blobIds)).map((row) =>
      idOf({ blobId: row.blob_id, segment: row.segment }),
    ),
  );
  return [...temporary, ...segments.filter(({ name }) => !referenced.has(idOf(name))).map(({ key }) => key)];
}

function idOf({ blobId, segment }: SegmentName): string {
  return `${blobId}.${segment}`;
}
