import { lstat, readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { sha256 } from './storage.ts';

export interface TreeFile {
  path: string;
  bytes: Uint8Array<ArrayBuffer>;
  checksum: string;
}

const NODE_MODULES = resolve(import.meta.dirname, '../../../node_modules');
const LARGEST_BYTES = 1_000_000;

/** The small files below a folder, with their paths from `node_modules` on. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(join(NODE_MODULES, folder), { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return filesBelow(path);
      if (!entry.isFile()) return [];
      return (await lstat(join(NODE_MODULES, path))).size <= LARGEST_BYTES ? [path] : [];
    }),
  );
  return found.flat();
}

/** Whole packages of `node_modules`, in the order of the alphabet, until there are that many files. */
export async function realTree(atLeast: number): Promise<TreeFile[]> {
  const packages = (await readdir(NODE_MODULES, { withFileTypes: true })).filter(
    (entry) => entry.isDirectory() && !entry.name.startsWith('.'),
  );
  const paths: string[] = [];
  for (const { name } of packages.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (paths.length >= atLeast) break;
    paths.push(...(await filesBelow(name)));
  }
  const files: TreeFile[] = [];
  // Read without holding the event loop: a client that stands still for seconds sends on connections
  // that the server has closed as idle.
  for (const path of paths.sort()) {
    const bytes = new Uint8Array(await readFile(join(NODE_MODULES, path)));
    files.push({ path, bytes, checksum: sha256(bytes) });
  }
  return files;
}

/** What a listing with a delimiter should show of a folder: `''`, or a path that ends in a slash. */
export function childrenOf(paths: string[], folder: string): { files: string[]; folders: string[] } {
  const inside = paths.filter((path) => path.startsWith(folder));
  const deeper = inside
    .filter((path) => path.slice(folder.length).includes('/'))
    .map((path) => path.slice(0, path.indexOf('/', folder.length) + 1));
  return {
    files: inside.filter((path) => !path.slice(folder.length).includes('/')).sort(),
    folders: [...new Set(deeper)].sort(),
  };
}

/** The folders of all paths, the root among them. */
export function foldersOf(paths: string[]): string[] {
  const folders = new Set(['']);
  for (const path of paths) {
    for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
      folders.add(path.slice(0, slash + 1));
    }
  }
  return [...folders].sort();
}
