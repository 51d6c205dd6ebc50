import type { TableSum } from '../archive/manifest.ts';
import { ArchiveError } from '../archive/read-archive.ts';
import type { ManifestMissing, UnprovenContents } from '../backup/manifest-missing.ts';

/** The tables of SelfDB 0.0.5 whose rows become rows of this version. They lie in the schema public, as all tables do there. */
export const MOVED_TABLES = ['users', 'tables', 'buckets', 'files', 'system_config'] as const;
export type MovedTable = (typeof MOVED_TABLES)[number];

const USERS = 'public.users';
const ESSENTIAL = ['id', 'email', 'password'];

/** A script of this version defines its own tables, in a schema that 0.0.5 did not have. */
const OF_THIS_VERSION = /^selfdb\./;

/** A name in the column list of a COPY. */
const COLUMN = /"(?<quoted>(?:[^"]|"")*)"|(?<plain>[^\s,()"]+)/g;

/** An archive that SelfDB 0.0.5 made. */
export interface EarlierArchive {
  filename: string;
  read: () => AsyncIterable<Uint8Array>;
  contents: UnprovenContents;
}

/** Whether an archive without a manifest was made by SelfDB 0.0.5, by the columns of its users. */
export function isEarlierArchive(contents: UnprovenContents): boolean {
  return whyNotEarlier(contents) === undefined;
}

/** The contents of an archive of SelfDB 0.0.5. Throws an ArchiveError that says what it lacks. */
export function requireEarlierArchive(missing: ManifestMissing): UnprovenContents {
  const { contents } = missing;
  if (contents.tables.some(({ name }) => OF_THIS_VERSION.test(name))) throw missing;
  const reason = whyNotEarlier(contents);
  if (reason === undefined) return contents;
  if (contents.unknown.length > 0) throw missing;
  throw new ArchiveError(
    `The archive has no manifest.json, so it is cut off or of SelfDB 0.0.5. It is not of that version: ${reason}.`,
  );
}

function whyNotEarlier({ tables }: UnprovenContents): string | undefined {
  if (tables.length === 0) return 'database.sql is missing or has no tables';
  if (tables.some(({ name }) => OF_THIS_VERSION.test(name))) return 'it has tables of this version';
  const users = tables.find(({ name }) => name === USERS);
  if (!users) return `it has no table ${USERS}`;
  const columns = columnsOf(users);
  const lacking = ESSENTIAL.filter((column) => !columns.includes(column));
  return lacking.length > 0 ? `${USERS} has no column ${lacking.join(', ')}` : undefined;
}

/** The names of a table's columns. */
export function columnsOf({ columns }: Pick<TableSum, 'columns'>): string[] {
  return [...columns.matchAll(COLUMN)].map(
    ({ groups }) => groups?.quoted?.replaceAll('""', '"') ?? groups?.plain ?? '',
  );
}
