import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');

/** The folders with code of this repository. */
export const ALL = ['acceptance', 'admin', 'bench', 'checks', 'examples', 'packages', 'scripts', 'workers'];

const SKIPPED_FOLDERS = new Set(['node_modules', 'dist', '.git', '.selfdb', '.turbo', '.wrangler']);
/** Backups of a system that runs in this checkout. */
const ARCHIVES = 'backups';
const SOURCE = /\.(?:ts|tsx|js|jsx|mjs|cjs)$/;
const GENERATED = /\.(?:generated|gen|d)\.[a-z]+$/;
const TEST = /\.test\.[a-z]+$/;

/** The files below a folder, as paths from the root of the repository, without what is installed, built or written at run time. */
export function allFiles(folder = '.'): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) return [path];
    return SKIPPED_FOLDERS.has(entry.name) || path === ARCHIVES ? [] : allFiles(path);
  });
}

/** The source files below a folder, without what is generated. */
export function sourceFiles(folder: string): string[] {
  return allFiles(folder).filter((path) => SOURCE.test(path) && !GENERATED.test(path));
}

/** Whether a file belongs to the tests, as a test itself or as part of what tests stand on. */
export function isOfTests(path: string): boolean {
  return isTest(path) || path.includes('/testing/');
}

/** Whether a file is a test itself. */
export function isTest(path: string): boolean {
  return TEST.test(path);
}
