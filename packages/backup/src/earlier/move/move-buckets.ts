import { listNames } from '../list-names.ts';
import { toBucketName } from './bucket-name.ts';
import { mapBucket, mapFile } from './earlier-rows.ts';
import { type MoveSessions, moveRows } from './move-rows.ts';
import { FALLBACK_OWNER } from './register-tables.ts';

type Bucket = Omit<ReturnType<typeof mapBucket>, 'earlier_id'>;

/** The buckets that are filled, found by what the archive calls them. */
export class EarlierBuckets {
  /** By the name of its folder, and by the id that files name. */
  readonly #byFolder = new Map<string, string>();
  readonly #byEarlierId = new Map<string, string>();
  readonly #taken = new Set<string>();
  readonly #renamed: string[] = [];
  readonly #closed: string[] = [];
  readonly #sessions: MoveSessions;

  constructor(sessions: MoveSessions) {
    this.#sessions = sessions;
  }

  /** Takes over the earlier system's rows of buckets. */
  async moveBuckets(): Promise<void> {
    await moveRows(this.#sessions.sql, 'buckets', mapBucket, async (buckets) => {
      for (const { earlier_id, ...bucket } of buckets) {
        const name = await this.#add(bucket);
        if (!bucket.wasPublic) this.#closed.push(name);
        this.#byEarlierId.set(earlier_id, bucket.id);
      }
    });
  }

  /** Takes over the rows of files. They have no bytes until their entries in the archive are read. */
  async moveFileRows(): Promise<void> {
    await moveRows(this.#sessions.sql, 'files', mapFile, async (files) => {
      const known = files.flatMap(({ bucket, ...file }) => {
        const bucket_id = this.#byEarlierId.get(bucket.id) ?? this.#byFolder.get(bucket.name);
        return bucket_id === undefined ? [] : [{ ...file, bucket_id }];
      });
      await this.#sessions.system.query(
        `insert into selfdb.files (id, bucket_id, path, size, mime_type, checksum_sha256, blob_id, segments, owner_id, metadata,
           created_at, updated_at)
         select f.id, f.bucket_id, f.path, 0, f.mime_type, '', uuidv7(), '[]',
           coalesce((select u.id from selfdb.users u where u.id = f.owner_id), b.owner_id), f.metadata,
           coalesce(f.created_at, now()), coalesce(f.updated_at, f.created_at, now())
         from jsonb_to_recordset($1::jsonb) f(id uuid, bucket_id uuid, path text, mime_type text, owner_id uuid, metadata jsonb,
           created_at timestamptz, updated_at timestamptz) join selfdb.buckets b on b.id = f.bucket_id
         where f.path <> '' and octet_length(f.path) <= 1024
         on conflict do nothing`,
        [JSON.stringify(known)],
      );
    });
  }

  /** The bucket of a folder below `storage/`. One that no row names is created. */
  async findOrCreate(folder: string): Promise<string> {
    const found = this.#byFolder.get(folder);
    if (found !== undefined) return found;
    const bucket = mapBucket({ name: folder });
    await this.#add({ ...bucket, access: 'owner' });
    return bucket.id;
  }

  get notes(): string[] {
    const notes: string[] = [];
    if (this.#closed.length > 0)
      notes.push(
        `Every signed-in user may use these buckets, as in SelfDB 0.0.5, where they were not public: ${listNames(this.#closed)}.`,
      );
    if (this.#renamed.length > 0)
      notes.push(`Buckets have other names, which this version allows: ${listNames(this.#renamed)}.`);
    return notes;
  }

  async #add(bucket: Bucket): Promise<string> {
    const name = toBucketName(bucket.name, this.#taken);
    await this.#sessions.system.query(
      `insert into selfdb.buckets (id, name, owner_id, description, max_file_size, allowed_mime_types, access, created_at, updated_at)
       select b.id, b.name, coalesce((select u.id from selfdb.users u where u.id = b.owner_id), ${FALLBACK_OWNER}),
         b.description, b.max_file_size, b.allowed_mime_types, b.access, coalesce(b.created_at, now()),
         coalesce(b.updated_at, b.created_at, now())
       from jsonb_to_record($1::jsonb) b(id uuid, name text, owner_id uuid, description text, max_file_size bigint,
         allowed_mime_types text[], access text, created_at timestamptz, updated_at timestamptz)`,
      [JSON.stringify({ ...bucket, name })],
    );
    this.#taken.add(name);
    this.#byFolder.set(bucket.name, bucket.id);
    if (name !== bucket.name) this.#renamed.push(`${JSON.stringify(bucket.name)} is ${name}`);
    return name;
  }
}
