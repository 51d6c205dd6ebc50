import { createHash } from 'node:crypto';
import { ARCHIVE_HEAD_BYTES, ArchiveWriter } from '../archive/archive-writer.ts';
import { ARCHIVE_FORMAT, ENTRIES, type Manifest } from '../archive/manifest.ts';
import { sumLine } from '../backup/file-sums.ts';
import { ScriptSums } from '../script/script-sums.ts';
import type { NewArchive } from '../store/backup-store.ts';

export const SCRIPT = `SET standard_conforming_strings = on;
CREATE TABLE public.books (id integer, title text);
COPY public.books (id, title) FROM stdin;
1\tEmma
2\tIvanhoe
\\.
`;

/** An archive in memory. */
class MemoryArchive implements NewArchive {
  #parts: Uint8Array[] = [];
  bytes = Buffer.alloc(0);

  async append(bytes: Uint8Array): Promise<void> {
    this.#parts.push(Buffer.from(bytes));
  }
  async finish(head: Uint8Array): Promise<void> {
    if (head.byteLength !== ARCHIVE_HEAD_BYTES) throw new Error(`The head has ${head.byteLength} bytes.`);
    this.bytes = Buffer.concat([head, ...this.#parts]);
  }
  async *read(): AsyncGenerator<Uint8Array> {
    yield this.bytes;
  }
  async publish(): Promise<void> {}
  async discard(): Promise<void> {}
}

interface Sample {
  script?: string;
  /** Content by path below `storage/`. */
  files?: Record<string, string>;
  environment?: string | null;
  /** What the manifest says instead of the truth. */
  manifest?: Partial<Manifest>;
}

/** Writes an archive as a backup does, of what the test wants to be in it. */
export async function sampleArchive({
  script = SCRIPT,
  files = { 'photos/sea.txt': 'sea' },
  environment = 'API_KEY=x\n',
  manifest = {},
}: Sample = {}): Promise<{ bytes: Buffer; manifest: Manifest }> {
  const archive = new MemoryArchive();
  const writer = new ArchiveWriter(archive, new Date(0));
  const sums = new ScriptSums();
  const [database] = await writer.addFirst(ENTRIES.database, async (entry) => {
    sums.push(Buffer.from(script));
    entry.write(Buffer.from(script));
  });
  const definitions_sha256 = sums.end();
  let [list, size] = ['', 0];
  for (const [path, content] of Object.entries(files)) {
    const entry = `${ENTRIES.storage}${path}`;
    await writer.addText(entry, content);
    list += sumLine({ entry, sha256: sha256(content) });
    size += Buffer.byteLength(content);
  }
  await writer.addText(ENTRIES.fileSums, list);
  if (environment !== null) await writer.addText(ENTRIES.environment, environment);
  const whole: Manifest = {
    format: ARCHIVE_FORMAT,
    selfdb_version: '1.0.0',
    postgres_version: '18.4',
    name: null,
    kind: 'manual',
    snapshot_at: '2026-12-01T00:00:00.000Z',
    lsn: '0/1',
    migrations: [],
    database: { ...database, definitions_sha256 },
    tables: sums.tables,
    files: { count: Object.keys(files).length, size, sha256: sha256(list) },
    environment:
      environment === null ? null : { size: Buffer.byteLength(environment), sha256: sha256(environment) },
    ...manifest,
  };
  await writer.addText(ENTRIES.manifest, JSON.stringify(whole));
  await writer.finish();
  return { bytes: archive.bytes, manifest: whole };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
