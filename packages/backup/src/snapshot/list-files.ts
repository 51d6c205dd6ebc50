import type { Client } from 'pg';
import { ENTRIES } from '../archive/manifest.ts';

/** A row of `selfdb.files`. */
export interface SnapshotFile {
  id: string;
  /** Its name in the archive. */
  entry: string;
  size: number;
  sha256: string;
  blobId: string;
  segments: [name: string, size: number][];
}

interface Row extends Omit<SnapshotFile, 'entry' | 'size'> {
  bucket: string;
  path: string;
  size: string;
  isFolder: boolean;
}

const PAGE = 500;

/** Names that a file system may refuse or change, or that lead elsewhere. */
const MAX_PART_BYTES = 240;
const UNSAFE_PART = /^(?:|\.|\.\.)$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const UNSAFE_CHARACTER = /[\\\u0000-\u001f\u007f]/;

/** All files of the snapshot, in constant memory. The buckets that are being deleted are left out. */
export async function* listSnapshotFiles(client: Client): AsyncGenerator<SnapshotFile> {
  await client.query(`declare files no scroll cursor for
    select f.id, b.name as bucket, f.path, f.size::text, f.checksum_sha256 as sha256, f.blob_id as "blobId", f.segments,
      exists (select from selfdb.files below where below.bucket_id = f.bucket_id
        and below.path > f.path || '/' and below.path < f.path || '0') as "isFolder"
    from selfdb.files f join selfdb.buckets b on b.id = f.bucket_id
    where b.deleted_at is null order by f.bucket_id, f.path`);
  for (;;) {
    const { rows } = await client.query<Row>(`fetch ${PAGE} from files`);
    for (const { bucket, path, size, isFolder, ...file } of rows)
      yield { ...file, size: Number(size), entry: entryOf(file.id, bucket, path, isFolder) };
    if (rows.length < PAGE) break;
  }
  await client.query('close files');
}

/**
 * `storage/photos/2026/sea.jpg`. A file whose path can't be unpacked everywhere is named by its id, and so is one whose path
 * is also a folder: `storage/photos/.selfdb/<id>`.
 */
function entryOf(id: string, bucket: string, path: string, isFolder: boolean): string {
  const isSafe =
    !isFolder &&
    !UNSAFE_CHARACTER.test(path) &&
    path
      .split('/')
      .every(
        (part, depth) =>
          !UNSAFE_PART.test(part) &&
          Buffer.byteLength(part) <= MAX_PART_BYTES &&
          !(depth === 0 && part === '.selfdb'),
      );
  return `${ENTRIES.storage}${bucket}/${isSafe ? path : `.selfdb/${id}`}`;
}
