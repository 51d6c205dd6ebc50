import { z } from 'zod';

export const ARCHIVE_FORMAT = 1;

export const ENTRIES = {
  database: 'database.sql',
  environment: '.env',
  fileSums: 'storage.sha256',
  manifest: 'manifest.json',
  storage: 'storage/',
} as const;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.number().int().nonnegative();

const tableSchema = z.object({
  /** As it stands in the script: `public.books`. */
  name: z.string(),
  /** `(id, title)`, in the order of its rows; empty for a table without columns. */
  columns: z.string(),
  rows: count,
  /** Of the rows in the text format of COPY, in the order of the script. */
  sha256,
});

/** `manifest.json`: what an archive contains, to hold it against. Sizes are in bytes. */
export const manifestSchema = z.object({
  format: z.literal(ARCHIVE_FORMAT),
  selfdb_version: z.string(),
  postgres_version: z.string(),
  name: z.string().nullable(),
  kind: z.enum(['manual', 'scheduled']),
  /** The moment of the snapshot, and the position in the write-ahead log at that time. */
  snapshot_at: z.string(),
  lsn: z.string(),
  /** The migrations that the database had, in the order in which they were applied. */
  migrations: z.array(z.string()),
  /** `definitions_sha256` is that of all statements but COPY, without parentheses and white space. */
  database: z.object({ size: count, sha256, definitions_sha256: sha256 }),
  tables: z.array(tableSchema),
  /** The files below `storage/`. `sha256` is that of `storage.sha256`, which has one line for each of them. */
  files: z.object({ count, size: count, sha256 }),
  environment: z.object({ size: count, sha256 }).nullable(),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type TableSum = z.infer<typeof tableSchema>;
