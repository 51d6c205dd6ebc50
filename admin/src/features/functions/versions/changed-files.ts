import type { SourceFiles } from '../code/drafts.ts';

/** A file that two versions do not have alike. */
interface ChangedFile {
  name: string;
  /** Empty where the file is not there. */
  before: string;
  after: string;
  change: 'added' | 'removed' | 'changed';
}

/** The files that differ between two versions, by name. */
export function changedFiles(before: SourceFiles, after: SourceFiles): ChangedFile[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  return names.flatMap((name): ChangedFile[] => {
    const [old, now] = [before[name], after[name]];
    if (old === now) return [];
    const change = old === undefined ? 'added' : now === undefined ? 'removed' : 'changed';
    return [{ name, before: old ?? '', after: now ?? '', change }];
  });
}
