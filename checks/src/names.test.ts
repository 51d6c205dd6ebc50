import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isOfTests, ROOT, sourceFiles } from './source-files.ts';

const EXPORT = /^export (?:async )?(?:abstract )?(?:function\*?|class|const|interface|type) (\w+)/gm;

/** Every command is a module with the function `run`; the others have a file for Node and one for workerd. */
const COMMON = new Set(['run', 'instantiateArgon2', 'openSwc', 'dumpModules']);

/**
 * An operation has one name on its way: its contract (`packages/shared`), its rule (`service.ts`, or a file of its name) and
 * its statement (`repository.ts`). The SDK and the dashboard name things as their users do: neither imports the others' code. The
 * hooks for React and those for Solid have the same names, because a program uses one of them.
 */
function layer(file: string): string {
  if (/^packages\/sdk\/src\/(?:react|solid)\.ts$/.test(file)) return file;
  if (file.startsWith('packages/sdk/')) return 'sdk';
  if (file.startsWith('admin/src/')) return 'dashboard';
  if (file.startsWith('packages/shared/')) return 'contract';
  if (file.endsWith('/repository.ts') || file.includes('/statement/')) return 'repository';
  return 'service';
}

function exportsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  // A schema and its type are one thing with one name.
  return [...new Set([...text.matchAll(EXPORT)].map(([, name = '']) => name))];
}

it('no two exported things have one name', () => {
  const filesOf = new Map<string, string[]>();
  const files = ['packages', 'workers', 'admin'].flatMap(sourceFiles).filter((file) => !isOfTests(file));
  for (const file of files) {
    for (const name of exportsOf(file)) filesOf.set(name, [...(filesOf.get(name) ?? []), file]);
  }
  const twice = [...filesOf].filter(
    ([name, files]) => !COMMON.has(name) && new Set(files.map(layer)).size < files.length,
  );
  expect(Object.fromEntries(twice)).toEqual({});
});
