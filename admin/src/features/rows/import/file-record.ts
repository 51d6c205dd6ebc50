/** A line or document of a file. Texts of CSV are still texts. */
export interface FileRecord {
  /** The line of the file where it begins, from 1. */
  line: number;
  values: Record<string, unknown>;
  /** Characters, roughly. */
  size: number;
  /** Why it can't be read. */
  problem?: string;
}

export type ImportFormat = 'csv' | 'json';
