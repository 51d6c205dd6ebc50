import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { ENTRIES, type Manifest, manifestSchema, type TableSum } from '../archive/manifest.ts';
import { type ArchiveEntry, ArchiveError, readArchive } from '../archive/read-archive.ts';
import type { ArchiveKeys } from '../encryption/keys.ts';
import { openArchive } from '../encryption/open-archive.ts';
import { ScriptSums } from '../script/script-sums.ts';
import { FileSums } from './file-sums.ts';
import { ManifestMissing, unknownEntry } from './manifest-missing.ts';
import type { Report } from './progress.ts';

const MAX_MANIFEST_BYTES = 64 * 1024 * 1024;
const MAX_ENVIRONMENT_BYTES = 1024 * 1024;
const MAX_UNKNOWN = 20;

/** An archive that is what its manifest says. `size` and `sha256` are those of the stored bytes. */
export interface VerifiedArchive {
  size: number;
  sha256: string;
  manifest: Manifest;
  environment: string | undefined;
}

/** What the entries of an archive turned out to be. */
type Contents = Pick<Manifest, 'database' | 'tables' | 'files' | 'environment'>;

/**
 * Reads a whole archive as it is stored, and compares every size, row count and checksum with its manifest, and that with
 * `expected.manifest` if it is given. Throws an ArchiveError that says what differs, or an ArchiveLocked.
 */
export async function verifyArchive(
  archive: AsyncIterable<Uint8Array>,
  expected: { manifest?: Manifest; keys: ArchiveKeys },
  report: Report,
): Promise<VerifiedArchive> {
  const hash = createHash('sha256');
  let size = 0;
  async function* counted() {
    for await (const bytes of archive) {
      hash.update(bytes);
      size += bytes.byteLength;
      report({ step: 'verify', bytes: size, total: undefined });
      yield bytes;
    }
  }
  const reader = new ArchiveVerifier();
  for await (const entry of readArchive(openArchive(counted(), expected.keys))) await reader.read(entry);
  const { manifest, environment } = reader.end();
  if (expected.manifest && !isDeepStrictEqual(manifest, expected.manifest))
    throw new ArchiveError('The archive has another manifest than the one that was written.');
  return { size, sha256: hash.digest('hex'), manifest, environment };
}

class ArchiveVerifier {
  readonly #files = new FileSums();
  #database: Manifest['database'] | undefined;
  #tables: TableSum[] = [];
  #fileSums: string | undefined;
  #environment: { text: string; size: number; sha256: string } | undefined;
  #manifest: Manifest | undefined;
  readonly #unknown: string[] = [];

  async read(entry: ArchiveEntry): Promise<void> {
    if (this.#manifest) throw new ArchiveError(`The archive contains "${entry.name}" after its manifest.`);
    if (entry.name.startsWith(ENTRIES.storage)) {
      const { size, sha256 } = await digest(entry);
      return this.#files.add({ entry: entry.name, size, sha256 });
    }
    if (entry.name === ENTRIES.database) return this.#readDatabase(entry);
    if (entry.name === ENTRIES.fileSums) {
      this.#fileSums = (await digest(entry)).sha256;
    } else if (entry.name === ENTRIES.environment) {
      this.#environment = await readText(entry, MAX_ENVIRONMENT_BYTES);
    } else if (entry.name === ENTRIES.manifest) {
      this.#manifest = parseManifest((await readText(entry, MAX_MANIFEST_BYTES)).text);
    } else {
      await digest(entry);
      if (this.#unknown.length < MAX_UNKNOWN) this.#unknown.push(entry.name);
    }
  }

  /** Throws an ArchiveError unless everything is there and is what the manifest says. */
  end(): { manifest: Manifest; environment: string | undefined } {
    const files = this.#files.end();
    if (!this.#manifest) {
      const { text: environment } = this.#environment ?? {};
      throw new ManifestMissing({
        tables: this.#tables,
        databaseBytes: this.#database?.size ?? 0,
        files,
        environment,
        unknown: this.#unknown,
      });
    }
    const [unknown] = this.#unknown;
    if (unknown !== undefined) throw new ArchiveError(unknownEntry(unknown));
    if (!this.#database) throw new ArchiveError('The archive has no database.sql.');
    if (this.#fileSums !== files.sha256)
      throw new ArchiveError('A file below storage/ is not the one that storage.sha256 lists.');
    const { text, ...environment } = this.#environment ?? { text: undefined };
    requireEqual(this.#manifest, {
      database: this.#database,
      tables: this.#tables,
      files,
      environment: 'size' in environment ? environment : null,
    });
    return { manifest: this.#manifest, environment: text };
  }

  async #readDatabase(entry: ArchiveEntry): Promise<void> {
    const sums = new ScriptSums();
    const sum = await digest(entry, (bytes) => sums.push(bytes));
    this.#database = { ...sum, definitions_sha256: sums.end() };
    this.#tables = sums.tables;
  }
}

async function digest(
  entry: ArchiveEntry,
  take: (bytes: Buffer) => void = () => {},
): Promise<{ size: number; sha256: string }> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of entry.content) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    hash.update(bytes);
    size += bytes.byteLength;
    take(bytes);
  }
  return { size, sha256: hash.digest('hex') };
}

async function readText(
  entry: ArchiveEntry,
  maxBytes: number,
): Promise<{ text: string; size: number; sha256: string }> {
  if (entry.size > maxBytes) throw new ArchiveError(`"${entry.name}" has more than ${maxBytes} bytes.`);
  const chunks: Buffer[] = [];
  const sum = await digest(entry, (bytes) => chunks.push(bytes));
  return { text: Buffer.concat(chunks).toString(), ...sum };
}

function parseManifest(text: string): Manifest {
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new ArchiveError('manifest.json is not one that this version of SelfDB understands.', { cause });
  }
}

function requireEqual(manifest: Manifest, contents: Contents): void {
  const { database, tables, files, environment } = contents;
  if (!isDeepStrictEqual(manifest.database, database) || manifest.tables.length !== tables.length)
    throw new ArchiveError(
      `database.sql is not what the manifest says${whichTable(manifest.tables, tables)}.`,
    );
  if (!isDeepStrictEqual(manifest.tables, tables))
    throw new ArchiveError(`The rows are not what the manifest says${whichTable(manifest.tables, tables)}.`);
  if (!isDeepStrictEqual(manifest.files, files))
    throw new ArchiveError(
      `The manifest has ${manifest.files.count} files with ${manifest.files.size} bytes, and the archive ${files.count} with ${files.size}, or others.`,
    );
  if (!isDeepStrictEqual(manifest.environment, environment))
    throw new ArchiveError('.env is not what the manifest says.');
}

/** The first table that differs, for the error. */
function whichTable(expected: TableSum[], found: TableSum[]): string {
  const index = expected.findIndex((table, at) => !isDeepStrictEqual(table, found[at]));
  const name = expected[index]?.name ?? found[expected.length]?.name;
  return name === undefined ? '' : `: see the rows of ${name}`;
}
