import { segmentKey } from '@selfdb/shared/files/segment-key';
import type { Client } from 'pg';
import { v7 as mintUuid } from 'uuid';
import { ENTRIES } from '../archive/manifest.ts';
import { type ArchiveEntry, ArchiveError } from '../archive/read-archive.ts';
import type { BlobStorage } from '../blobs/blob-storage.ts';

const BY_ID = /^[^/]+\/\.selfdb\/([0-9a-f-]{36})$/;

/** Stores the bytes of a file under a new name and points its row there. */
export async function restoreFile(client: Client, blobs: BlobStorage, entry: ArchiveEntry): Promise<void> {
  const id = await findFile(client, entry);
  const blobId = mintUuid();
  await blobs.write(segmentKey({ blobId, segment: '0' }), entry.content);
  await client.query('update selfdb.files set blob_id = $2, segments = $3 where id = $1', [
    id,
    blobId,
    JSON.stringify([['0', entry.size]]),
  ]);
}

async function findFile(client: Client, { name, size }: ArchiveEntry): Promise<string> {
  const place = name.slice(ENTRIES.storage.length);
  const slash = place.indexOf('/');
  const [bucket, path] = [place.slice(0, slash), place.slice(slash + 1)];
  const id = BY_ID.exec(place)?.[1];
  const { rows } = await client.query<{ id: string; size: string }>(
    `select f.id, f.size::text from selfdb.files f join selfdb.buckets b on b.id = f.bucket_id
     where b.name = $1 and b.deleted_at is null and ${id ? 'f.id = $2::uuid' : 'f.path = $2'}`,
    [bucket, id ?? path],
  );
  const [row] = rows;
  if (!row || Number(row.size) !== size)
    throw new ArchiveError(`No row belongs to the file ${JSON.stringify(name)}.`);
  return row.id;
}
