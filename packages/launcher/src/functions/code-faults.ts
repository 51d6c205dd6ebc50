import { dirname, extname, join, resolve } from 'node:path';
import { SelfDBError } from '@selfdb/sdk';
import { z } from 'zod';
import { UserError } from '../user-error.ts';
import { originalPosition } from './code/bundled-sources.ts';
import type { FunctionCode } from './code/function-code.ts';
import type { LocalFunction } from './local-functions.ts';
import { shownPath } from './shown-path.ts';

const CodeFault = z.object({
  loc: z.tuple([z.literal('body'), z.literal('code'), z.string(), z.int(), z.int()]),
  msg: z.string(),
});

/** Throws what the server says about code with the paths of the files on this machine. */
export function codeFaults(error: unknown, fn: LocalFunction, { body, isBundle }: FunctionCode): never {
  const faults = error instanceof SelfDBError ? z.array(CodeFault).safeParse(error.detail).data : undefined;
  if (!faults) throw error;
  const lines = faults.map(({ loc: [, , file, line, column], msg }) => {
    const bundle = isBundle && 'files' in body ? body.files[file] : undefined;
    const place = (bundle && originalPosition(bundle, line, column)) ?? `${file}:${line}:${column}`;
    return `${localPath(fn, place)}${msg.slice(msg.indexOf(': '))}`;
  });
  throw new UserError(lines.join('\n'), { cause: error });
}

function localPath({ directory, main }: LocalFunction, place: string): string {
  if (directory) return shownPath(resolve(directory, place));
  const [file = '', ...position] = place.split(':');
  const isMain = file === `index${extname(main)}` || file === 'index.ts';
  const path = isMain ? main : join(dirname(main), 'x', file);
  return [shownPath(path), ...position].join(':');
}
