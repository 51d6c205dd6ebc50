import type { SelfDB, SelfDBFunction } from '@selfdb/sdk';
import { UserError } from '../user-error.ts';

const PAGE = 20;

/** All functions that the user may manage, by name. They come with their code, so pages are small. */
export async function listAllFunctions(selfdb: SelfDB): Promise<SelfDBFunction[]> {
  const found: SelfDBFunction[] = [];
  for (let skip = 0; ; skip += PAGE) {
    const page = await selfdb.functions.list({ sortBy: 'name', sortOrder: 'asc', limit: PAGE, skip });
    found.push(...page);
    if (page.length < PAGE) return found;
  }
}

/** The function with a name. Throws a UserError. */
export async function getNamedFunction(selfdb: SelfDB, name: string): Promise<SelfDBFunction> {
  for (let skip = 0; ; skip += PAGE) {
    const page = await selfdb.functions.list({ search: name, sortBy: 'name', limit: PAGE, skip });
    const fn = page.find((one) => one.name === name);
    if (fn) return fn;
    if (page.length < PAGE) throw noFunction(name);
  }
}

export function noFunction(name: string): UserError {
  return new UserError(`There is no function ${name}. \`selfdb functions list\` shows them.`);
}
