import { parseArgs } from 'node:util';
import { UserError } from './user-error.ts';

export const usage = `npm run bench -- [options] [name ...]

Starts an instance of its own, measures ratios and prints them. With names: only the rows whose name
contains one of them.

  --quick   short rounds, for a first impression
  --write   writes the result of the whole run into docs/benchmarks.md
  --list    prints the names and ends
  --help    prints this and ends`;

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
    throw new UserError('--write is for the whole run: leave out --quick and the names.');
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
