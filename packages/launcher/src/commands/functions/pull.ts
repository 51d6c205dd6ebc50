import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { listAllFunctions, noFunction } from '../../functions/find-functions.ts';
import { forEachFunction } from '../../functions/for-each-function.ts';
import { mainOf } from '../../functions/local-functions.ts';
import { pullFunction } from '../../functions/pull/pull-function.ts';
import { withSelfdb } from '../../functions/with-selfdb.ts';
import { UserError } from '../../user-error.ts';

/** `functions pull <folder> [name...]`. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: { force: { type: 'boolean' }, url: { type: 'string' } },
    allowPositionals: true,
  });
  const [folder, ...names] = positionals;
  if (folder === undefined) throw new UserError('Name the folder: `selfdb functions pull <folder>`.');
  if (existsSync(folder) && mainOf(folder) !== undefined)
    throw new UserError(`${folder} is one function. Name the folder around it: ${dirname(resolve(folder))}`);
  const found = await withSelfdb(values.url, listAllFunctions);
  const missing = names.find((name) => !found.some((fn) => fn.name === name));
  if (missing !== undefined) throw noFunction(missing);
  const chosen = names.length === 0 ? found : found.filter(({ name }) => names.includes(name));
  if (chosen.length === 0) console.log('There are no functions.');
  return forEachFunction(chosen, (fn) => pullFunction(resolve(folder), fn, values.force ?? false));
}
