import type { TableSum } from '../archive/manifest.ts';
import { ArchiveError } from '../archive/read-archive.ts';

/** What an archive without a manifest contains: read to its end, and compared with nothing. */
export interface UnprovenContents {
  tables: TableSum[];
  /** Of database.sql. */
  databaseBytes: number;
  files: { count: number; size: number };
  environment: string | undefined;
  /** Names of entries that no backup of this version contains, the first ones. */
  unknown: string[];
}

/** Thrown for an archive that was cut off between two entries, or made by an earlier version. */
export class ManifestMissing extends ArchiveError {
  readonly contents: UnprovenContents;

  constructor(contents: UnprovenContents) {
    const [unknown] = contents.unknown;
    super(unknown === undefined ? 'The archive is cut off: it has no manifest.json.' : unknownEntry(unknown));
    this.contents = contents;
  }
}

/** The sentence about an entry that has no place in a backup. */
export function unknownEntry(name: string): string {
  return `The archive contains "${name}", which no backup contains.`;
}
