import type { FunctionVersion, SelfDBFunction } from '@selfdb/sdk';
import { createStore } from 'solid-js/store';

/** The sources of a function by path. */
export type SourceFiles = Record<string, string>;

interface Draft {
  files: SourceFiles;
  /** The version that was changed. */
  version: number;
}

// Outside of the pages: what was typed stays while other pages are shown.
const [drafts, setDrafts] = createStore<Record<string, Draft | undefined>>({});

window.addEventListener('beforeunload', (event) => {
  if (Object.values(drafts).some(Boolean)) event.preventDefault();
});

/** The files of a function or a version; one that was saved as `code` has one. */
export function filesOf({ code, files }: Pick<FunctionVersion, 'code' | 'files'>): SourceFiles {
  return files ?? { 'index.ts': code };
}

/** What was typed and not saved, if it differs from what is saved. */
export function draftOf(fn: SelfDBFunction): Draft | undefined {
  const draft = drafts[fn.id];
  return draft && !isSame(draft.files, filesOf(fn)) ? draft : undefined;
}

/** Keeps what is typed. Based on what is saved now, unless there is a draft. */
export function keepDraft(fn: SelfDBFunction, files: SourceFiles): void {
  const version = draftOf(fn)?.version ?? fn.version;
  setDrafts(fn.id, isSame(files, filesOf(fn)) ? undefined : { files, version });
}

export function dropDraft(id: string): void {
  setDrafts(id, undefined);
}

/** What the API takes for files: one file as `code`, so that it stays a function of one. */
export function sourceOf(files: SourceFiles, fn: SelfDBFunction): { code: string } | { files: SourceFiles } {
  const only = files['index.ts'];
  const isOne = fn.files === null && Object.keys(files).length === 1 && only !== undefined;
  return isOne ? { code: only } : { files };
}

function isSame(one: SourceFiles, other: SourceFiles): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}
