import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { extname, isAbsolute, join, relative, resolve } from 'node:path';
import { z } from 'zod';
import type { LocalFunction } from '../local-functions.ts';

const COMMENT = '\n//# sourceMappingURL=data:application/json;base64,';

const BundleMap = z.object({
  version: z.literal(3),
  /** Tells these maps from those of other tools. */
  x_selfdb_function: z.literal(true),
  sources: z.array(z.string()),
  sourcesContent: z.array(z.string().nullable()),
  mappings: z.string(),
  names: z.array(z.string()),
});
type BundleMap = z.infer<typeof BundleMap>;

interface Bundle {
  code: string;
  /** The source map that esbuild made. */
  map: string;
  /** All files that it read, relative to the root. */
  inputs: string[];
}

/** The bundle with a source map that holds the function's own files and what it shares with others, but no packages. */
export function withSources(fn: LocalFunction, { code, map, inputs }: Bundle): string {
  const made: { sources: string[]; mappings: string; names: string[] } = JSON.parse(map);
  const paths = made.sources.map((source) => resolve(fn.directory ?? fn.root, source));
  // Files without code of their own, such as JSON, are in no mapping.
  const unmapped = inputs.map((path) => join(fn.root, path)).filter((path) => isOwn(fn, path));
  const all = [...new Set([...paths, ...unmapped])];
  const embedded: BundleMap = {
    ...{ version: 3, x_selfdb_function: true, mappings: made.mappings, names: made.names },
    sources: all.map((path) => storedPath(fn, path)),
    sourcesContent: all.map((path) => (isOwn(fn, path) ? readFileSync(path, 'utf8') : null)),
  };
  return `${code}${COMMENT}${Buffer.from(JSON.stringify(embedded)).toString('base64')}\n`;
}

/** The files that were bundled, by their path from the function's folder; undefined if the code is no bundle of ours. */
export function bundledSources(code: string): Record<string, string> | undefined {
  const map = bundleMapOf(code);
  if (!map) return undefined;
  const entries = map.sources.map((path, index) => [path, map.sourcesContent[index]] as const);
  return Object.fromEntries(entries.filter((entry): entry is readonly [string, string] => entry[1] != null));
}

/** Where a position of a bundle, from 1, is in the files; undefined if the code is no bundle of ours, or made the position itself. */
export function originalPosition(code: string, line: number, column: number): string | undefined {
  const map = bundleMapOf(code);
  if (!map) return undefined;
  const entry = new SourceMap({ ...map, sourcesContent: [], file: 'index.js', sourceRoot: '' }).findEntry(
    line - 1,
    column - 1,
  );
  if (!('originalSource' in entry) || entry.originalSource === undefined) return undefined;
  return `${entry.originalSource}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
}

function bundleMapOf(code: string): BundleMap | undefined {
  const at = code.lastIndexOf(COMMENT);
  if (at < 0) return undefined;
  try {
    const text = Buffer.from(code.slice(at + COMMENT.length), 'base64').toString('utf8');
    return BundleMap.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Not packages, nor modules that a plugin made. */
function isOwn({ root }: LocalFunction, path: string): boolean {
  const inside = relative(root, path);
  const isInside = !inside.startsWith('..') && !isAbsolute(inside);
  return isInside && !inside.split('/').includes('node_modules') && existsSync(path);
}

/** A file from the function's folder; the main file has the same name in both forms. */
function storedPath({ root, directory, main }: LocalFunction, path: string): string {
  if (directory) return relative(directory, path);
  return path === main ? `index${extname(main)}` : join('..', relative(root, path));
}
