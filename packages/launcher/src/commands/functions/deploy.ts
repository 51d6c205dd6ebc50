import { parseArgs } from 'node:util';
import { deployFunction } from '../../functions/deploy-function.ts';
import { listAllFunctions } from '../../functions/find-functions.ts';
import { forEachFunction } from '../../functions/for-each-function.ts';
import { findLocalFunctions } from '../../functions/local-functions.ts';
import { withSelfdb } from '../../functions/with-selfdb.ts';
import { UserError } from '../../user-error.ts';

/** `functions deploy <folder> [name...]`. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: { 'dry-run': { type: 'boolean' }, url: { type: 'string' } },
    allowPositionals: true,
  });
  const [folder, ...names] = positionals;
  if (folder === undefined) throw new UserError('Name the folder: `selfdb functions deploy <folder>`.');
  const local = findLocalFunctions(folder);
  if (local.length === 0)
    throw new UserError(`${folder} has no function: neither <name>/index.ts nor <name>.ts.`);
  const missing = names.find((name) => !local.some((fn) => fn.name === name));
  if (missing !== undefined) throw new UserError(`${folder} has no function ${missing}.`);
  const chosen = names.length === 0 ? local : local.filter(({ name }) => names.includes(name));
  return withSelfdb(values.url, async (selfdb) => {
    const deployed = await listAllFunctions(selfdb);
    return forEachFunction(chosen, (fn) =>
      deployFunction(selfdb, fn, {
        deployed: deployed.find(({ name }) => name === fn.name),
        isDryRun: values['dry-run'] ?? false,
      }),
    );
  });
}
