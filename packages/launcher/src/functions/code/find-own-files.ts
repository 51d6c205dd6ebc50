import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build, type Metafile, transform } from 'esbuild';
import type { LocalFunction } from '../local-functions.ts';

type Input = Metafile['inputs'][string];

const MAIN = /(?:^|\/)index\.[jt]s$/;
const SENDABLE = /^\w[\w.-]*(?:\/\w[\w.-]*)*\.m?[jt]s$/;

/**
 * The files of a function that can be sent as they are, relative to the root, the main one first. Undefined if it needs to be
 * bundled, or has errors, which bundling reports.
 */
export async function findOwnFiles(fn: LocalFunction): Promise<string[] | undefined> {
  const { root, directory, main } = fn;
  if (directory ? !MAIN.test(main) : !/\.[jt]s$/.test(main)) return undefined;
  const inputs = await inputsOf(fn);
  if (!inputs) return undefined;
  const own = Object.keys(inputs);
  const areOwn = own.every((path) =>
    directory ? SENDABLE.test(relative(directory, join(root, path))) : join(root, path) === main,
  );
  const isComplete = Object.entries(inputs).every(([path, { imports }]) =>
    imports.every((one) => isUnderstood(path, one)),
  );
  if (!areOwn || !isComplete) return undefined;
  const hiding = await Promise.all(own.map((path) => hidesTypes(join(root, path))));
  if (hiding.includes(true)) return undefined;
  return own.sort((a, b) => Number(join(root, b) === main) - Number(join(root, a) === main));
}

/** Whether a file imports what only types use without the word `type`. The server, which does not read types, would keep that. */
async function hidesTypes(path: string): Promise<boolean> {
  if (!path.endsWith('ts')) return false;
  const source = readFileSync(path, 'utf8');
  const [kept, used] = await Promise.all(
    [true, false].map((verbatimModuleSyntax) =>
      transform(source, { loader: 'ts', tsconfigRaw: { compilerOptions: { verbatimModuleSyntax } } }),
    ),
  );
  return kept?.code !== used?.code;
}

/** Like the server, which removes types without reading them, this keeps imports that only types use. */
async function inputsOf({ root, main }: LocalFunction): Promise<Metafile['inputs'] | undefined> {
  const scanned = await build({
    entryPoints: [main],
    absWorkingDir: root,
    outdir: root,
    format: 'esm',
    platform: 'neutral',
    packages: 'external',
    logLevel: 'silent',
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
    ...{ bundle: true, write: false, metafile: true as const },
  }).catch(() => undefined);
  return scanned?.metafile.inputs;
}

/** Whether the server resolves an import as it is written: with the full name of the file. */
function isUnderstood(
  importer: string,
  { path, kind, external, original }: Input['imports'][number],
): boolean {
  if (kind !== 'import-statement') return false;
  if (external) return path.startsWith('node:');
  if (!original?.startsWith('.')) return false;
  return moduleName(join(dirname(importer), original)) === moduleName(path);
}

function moduleName(path: string): string {
  return path.replace(/ts$/, 'js');
}
