import { parseArgs } from 'node:util';
import { UserError } from './user-error.ts';

export const usage = `npm run bench -- [options] [name ...]

Starts its own instance, measures ratios and prints them. With names, measures only the rows whose names
contain one of them.

  --quick   run short rounds, for a first impression
  --write   write the result of a full run into docs/benchmarks.md
  --list    print the names of the rows and exit
  --help    print this help and exit`;

export interface Options {
  quick: boolean;
  write: boolean;
  list: boolean;
  help: boolean;
  names: string[];
}

/** Reads the command line. Throws a UserError. */
export function parseOptions(args: string[]): Options {
  const flag = { type: 'boolean', default: false } as const;
  const options = { quick: flag, write: flag, list: flag, help: flag };
  const { values, positionals } = parseStrictly(() => parseArgs({ args, options, allowPositionals: true }));
  if (values.write && (values.quick || positionals.length > 0)) {
    throw new UserError('--write needs a full run: leave out --quick and the names.');
  }
  return { ...values, names: positionals };
}

export function isChosen(name: string, names: string[]): boolean {
  return names.length === 0 || names.some((part) => name.includes(part));
}

function parseStrictly<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new UserError(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
}
