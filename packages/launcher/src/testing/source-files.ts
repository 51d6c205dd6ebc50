import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const SKIPPED_FOLDERS = new Set(['node_modules', 'dist', 'testing']);
const SOURCE = /\.(?:ts|tsx|js|jsx|mjs|cjs)$/;
const NOT_OURS = /\.(?:test|generated|d)\.[a-z]+$/;

/** The source files under a folder that ship with the product: no tests, nothing built. */
export function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return entry.name.startsWith('.') || SKIPPED_FOLDERS.has(entry.name) ? [] : sourceFiles(path);
    }
    return SOURCE.test(entry.name) && !NOT_OURS.test(entry.name) ? [path] : [];
  });
}
