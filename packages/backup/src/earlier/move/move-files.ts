import { createHash } from 'node:crypto';
import { segmentKey } from '@selfdb/shared/files/segment-key';
import type { Client } from 'pg';
import { v7 as mintUuid } from 'uuid';
import { ENTRIES } from '../../archive/manifest.ts';
import { type ArchiveEntry, readArchive } from '../../archive/read-archive.ts';
import type { BlobStorage } from '../../blobs/blob-storage.ts';
import type { EarlierArchive } from '../earlier-archive.ts';
import { listNames } from '../list-names.ts';
import { DEFAULT_TYPE, toPath } from './earlier-rows.ts';
import type { EarlierBuckets } from './move-buckets.ts';

const MAX_PATH_BYTES = 1024;

/** Stores the files below `storage/`. Returns sentences about those that are not as the rows say. */
export async function moveFiles(
  { client, blobs, buckets }: { client: Client; blobs: BlobStorage; buckets: EarlierBuckets },
  archive: EarlierArchive,
  report: (bytes: number) => void,
): Promise<string[]> {
  const unusable: string[] = [];
  let bytes = 0;
  for await (const entry of readArchive(archive.read())) {
    const place = placeOf(entry.name);
    if (place && Buffer.byteLength(place.path) <= MAX_PATH_BYTES) {
      const bucketId = await buckets.findOrCreate(place.bucket);
      await storeFile(client, bucketId, place.path, await writeBlob(blobs, entry));
      bytes += entry.size;
      report(bytes);
    } else {
      if (entry.name.startsWith(ENTRIES.storage)) unusable.push(entry.name);
      for await (const _ of entry.content);
    }
  }
  const { rows } = await client.query<{ path: string }>(
    `with gone as (delete from selfdb.files where segments = '[]' returning bucket_id, path)
     select b.name || '/' || gone.path as path from gone join selfdb.buckets b on b.id = gone.bucket_id order by 1`,
  );
  const notes: string[] = [];
  if (rows.length > 0)
    notes.push(
      `These files are left out, because the archive does not have their bytes: ${listNames(rows.map(({ path }) => path))}.`,
    );
  if (unusable.length > 0)
    notes.push(
      `These files are left out, because they are in no bucket or their path is too long: ${listNames(unusable)}.`,
    );
  return notes;
}

/** `storage/<bucket>/<path>` */
function placeOf(name: string): { bucket: string; path: string } | undefined {
  if (!name.startsWith(ENTRIES.storage)) return undefined;
  const place = name.slice(ENTRIES.storage.length);
  const slash = place.indexOf('/');
  return slash < 0 ? undefined : { bucket: place.slice(0, slash), path: toPath(place.slice(slash + 1)) };
}

interface StoredBlob {
  blobId: string;
  size: number;
  sha256: string;
}

async function writeBlob(blobs: BlobStorage, { content, size }: ArchiveEntry): Promise<StoredBlob> {
  const blobId = mintUuid();
  const hash = createHash('sha256');
  async function* hashed() {
    for await (const bytes of content) {
      hash.update(bytes);
      yield bytes;
    }
  }
  await blobs.write(segmentKey({ blobId, segment: '0' }), hashed());
  return { blobId, size, sha256: hash.digest('hex') };
}

/** Completes the row of a file, or adds one if no row names its path. Of two entries for one path, the first one counts. */
async function storeFile(
  client: Client,
  bucketId: string,
  path: string,
  { blobId, size, sha256 }: StoredBlob,
): Promise<void> {
  await client.query(
    `insert into selfdb.files as f (bucket_id, path, size, mime_type, checksum_sha256, blob_id, segments, owner_id)
     select b.id, $2, $3, '${DEFAULT_TYPE}', $4, $5, $6, b.owner_id from selfdb.buckets b where b.id = $1
     on conflict (bucket_id, path) do update set size = excluded.size, checksum_sha256 = excluded.checksum_sha256,
       blob_id = excluded.blob_id, segments = excluded.segments where f.segments = '[]'`,
    [bucketId, path, size, sha256, blobId, JSON.stringify([['0', size]])],
  );
}
