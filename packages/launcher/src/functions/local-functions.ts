import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, parse, resolve } from 'node:path';
import { UserError } from '../user-error.ts';

/** A function as files, all paths absolute. */
export interface LocalFunction {
  name: string;
  /** The directory that holds the functions and what they share. */
  root: string;
  main: string;
  /** The function's own directory; undefined for a function of one file beside others. */
  directory: string | undefined;
  settingsFile: string;
  variablesFile: string;
}

const MAIN_FILES = ['index.ts', 'index.js', 'index.mts', 'index.mjs', 'index.tsx', 'index.jsx'];
const CODE = /\.(?:m?[jt]s|[jt]sx)$/;
const NO_FUNCTION = /^[._]|^node_modules$|\.(?:d|test|spec|config)\.\w+$/;

/**
 * The functions of a folder: each subfolder with a main file, and each file of code. Names that begin with `_` or `.` are shared
 * code. A folder with a main file of its own is one function. Throws a UserError.
 */
export function findLocalFunctions(folder: string): LocalFunction[] {
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new UserError(`There is no folder ${folder}.`);
  // Bundled code names files by their real paths.
  const root = realpathSync(resolve(folder));
  if (mainOf(root)) {
    const { dir, base } = parse(root);
    return [inDirectory(dir, base)];
  }
  const names = readdirSync(root)
    .filter((name) => !NO_FUNCTION.test(name))
    .sort();
  const found = names.flatMap((name) => {
    const path = join(root, name);
    if (statSync(path).isDirectory()) return mainOf(path) ? [inDirectory(root, name)] : [];
    return CODE.test(name) ? [ofOneFile(root, name)] : [];
  });
  const twice = found.find(({ name }, index) => found.findIndex((other) => other.name === name) !== index);
  if (twice) throw new UserError(`${folder} has the function ${twice.name} twice. Keep one of them.`);
  return found;
}

/** The name of the main file in a folder. Throws a UserError if there are two. */
export function mainOf(directory: string): string | undefined {
  const [main, other] = MAIN_FILES.filter((name) => existsSync(join(directory, name)));
  if (other) throw new UserError(`${directory} has both ${main} and ${other}. Keep one of them.`);
  return main;
}

function inDirectory(root: string, name: string): LocalFunction {
  const directory = join(root, name);
  return {
    ...{ name, root, directory },
    main: join(directory, mainOf(directory) ?? 'index.ts'),
    settingsFile: join(directory, 'function.json'),
    variablesFile: join(directory, '.env'),
  };
}

function ofOneFile(root: string, file: string): LocalFunction {
  const { name } = parse(file);
  return {
    ...{ name, root, directory: undefined },
    main: join(root, file),
    settingsFile: join(root, `${name}.json`),
    variablesFile: join(root, `${name}.env`),
  };
}
