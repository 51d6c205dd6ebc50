import { readFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import type { LocalFunction } from '../local-functions.ts';
import { bundleCode } from './bundle-code.ts';
import { findOwnFiles } from './find-own-files.ts';
import type { FunctionCode } from './function-code.ts';

/**
 * The files of a function unchanged, so that positions in errors are those of the files. Where it imports packages or shared
 * code, a bundle. Throws a UserError with file, line and column.
 */
export async function readFunctionCode(fn: LocalFunction): Promise<FunctionCode> {
  const own = await findOwnFiles(fn);
  if (!own) return bundleCode(fn);
  const files = own.map((path) => [nameOf(fn, path), readFileSync(join(fn.root, path), 'utf8')] as const);
  const [[name, code = ''] = []] = files;
  const body = files.length === 1 && name === 'index.ts' ? { code } : { files: Object.fromEntries(files) };
  return { body, isBundle: false, notes: [] };
}

function nameOf({ root, directory, main }: LocalFunction, path: string): string {
  return directory ? relative(directory, join(root, path)) : `index${extname(main)}`;
}
