import { rmSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { UserError } from '../../user-error.ts';
import { findLocalFunctions } from '../local-functions.ts';
import { functionFolder } from '../testing/function-folder.ts';
import { bundledSources, originalPosition } from './bundled-sources.ts';
import { readFunctionCode } from './read-code.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

async function codeOf(files: Record<string, string>) {
  const folder = functionFolder(files);
  folders.push(folder);
  const fn = findLocalFunctions(folder).find(({ name }) => name === 'f');
  if (!fn) throw new Error('There is no function.');
  return readFunctionCode(fn);
}

async function bundleOf(files: Record<string, string>): Promise<string> {
  const { body, isBundle } = await codeOf(files);
  expect(isBundle).toBe(true);
  return 'files' in body ? (body.files['index.js'] ?? '') : '';
}

test('a function without imports is sent as it is', async () => {
  const code = 'export  default  (a: number) => a; // as it is';
  expect(await codeOf({ 'f/index.ts': code })).toEqual({ body: { code }, isBundle: false, notes: [] });
  expect(await codeOf({ 'f.ts': code })).toEqual({ body: { code }, isBundle: false, notes: [] });
  const javascript = 'export default () => 1;';
  expect(await codeOf({ 'f.js': javascript })).toMatchObject({ body: { files: { 'index.js': javascript } } });
});

test('own files with full names, types and modules of Node are sent as they are', async () => {
  const main = [
    "import { a } from './lib/a.ts'; import type { B } from './b.ts'; import { join } from 'node:path';",
    'export default (): B => join(a);',
  ].join('\n');
  const lib = "export { a } from '../c.js';";
  const c = 'export const a = 1;';
  const unsent = { 'f/b.ts': 'export type B = string;', 'f/index.test.ts': 'throw 1' };
  const code = await codeOf({ 'f/index.ts': main, 'f/lib/a.ts': lib, 'f/c.js': c, ...unsent });
  const files = { 'index.ts': main, 'lib/a.ts': lib, 'c.js': c };
  expect(code).toEqual({ body: { files }, isBundle: false, notes: [] });
});

const IMPORTS_ONE = "import { one } from '../_shared/one.ts'; export default () => one;";

test.each([
  ['a package', 'f/index.ts', "import one from 'one'; export default () => one;", []],
  [
    'a name without ending',
    'f/index.ts',
    "import { one } from './lib'; export default () => one;",
    ['lib.ts'],
  ],
  ['shared code', 'f/index.ts', IMPORTS_ONE, ['../_shared/one.ts']],
  ['JSON', 'f/index.ts', "import one from './one.json'; export default () => one;", ['one.json']],
  ['code on demand', 'f/index.ts', "export default async () => (await import('./lib.ts')).one;", ['lib.ts']],
  [
    'a type without a word',
    'f/index.ts',
    "import { T, one } from './lib.ts'; export default (): T => one;",
    ['lib.ts'],
  ],
  ['shared code of one file', 'f.ts', IMPORTS_ONE.replace('..', '.'), ['../_shared/one.ts']],
])('%s is bundled, and its source is in the bundle', async (_, path, main, others) => {
  const beside = { 'f/lib.ts': 'export type T = number;\nexport const one = 1111;', 'f/one.json': '1111' };
  const bundle = await bundleOf({
    [path]: main,
    'node_modules/one/index.js': 'module.exports = 1111;',
    '_shared/one.ts': 'export const one = 1111;',
    ...(path === 'f.ts' ? {} : beside),
  });
  expect(bundle).toContain('1111');
  expect(bundle).toContain(' as default');
  expect(bundle).not.toMatch(/^import /m);
  const sources = bundledSources(bundle) ?? {};
  expect(sources['index.ts']).toBe(main);
  expect(Object.keys(sources).sort()).toEqual([...others, 'index.ts'].sort());
});

test('a module that a package requires of Node is imported', async () => {
  const bundle = await bundleOf({
    'f/index.ts': "import one from 'one'; export default () => one;",
    'node_modules/one/index.js': "module.exports = require('events').EventEmitter;",
  });
  expect(bundle).toContain('from "node:events";');
});

test('positions of a bundle are those of the files', async () => {
  const bundle = await bundleOf({
    'f/index.ts':
      "import { fail } from '../_shared/fail';\ninterface A { b: 1 }\n\nexport default () => fail();",
    '_shared/fail.ts': "type T = 1;\n\nexport function fail() {\n  throw new Error('no');\n}",
  });
  const lines = bundle.split('\n');
  const line = lines.findIndex((text) => text.includes('throw new Error')) + 1;
  const column = (lines[line - 1] ?? '').indexOf('new Error') + 1;
  expect(originalPosition(bundle, line, column)).toBe('../_shared/fail.ts:4:9');
  expect(originalPosition('throw 1', 1, 1)).toBeUndefined();
});

test('the bundle is the same in another folder', async () => {
  const files = {
    'f/index.ts': "import one from 'one'; import { two } from '../_two.ts'; export default () => one + two;",
    '_two.ts': 'export const two = 2;',
    'node_modules/one/index.js': 'module.exports = 1;',
  };
  expect(await bundleOf(files)).toBe(await bundleOf(files));
});

test('errors name file, line and column', async () => {
  const main = "\nimport pad from '@scope/left-pad/lib';\nexport default () => pad;";
  const missing = codeOf({ 'f/index.ts': main });
  await expect(missing).rejects.toBeInstanceOf(UserError);
  await expect(missing).rejects.toThrow(/f\/index\.ts:2:17: .*npm install @scope\/left-pad$/);
  const wrong = codeOf({ 'f/index.ts': "import './a.ts';", 'f/a.ts': 'let x = 1;\n  return ) y' });
  await expect(wrong).rejects.toThrow(/f\/a\.ts:2:10: /);
});

test('what is too large with its sources goes without them', async () => {
  const big = ['export const text = "', 'x'.repeat(600_000), '";'].join('');
  const { body, notes } = await codeOf({
    'f/index.ts': "import { text } from './big'; export default () => text;",
    'f/big.ts': big,
  });
  expect(notes).toHaveLength(1);
  const bundle = 'files' in body ? body.files['index.js'] : undefined;
  expect(bundle).toContain('xxx');
  expect(bundledSources(bundle ?? '')).toBeUndefined();
});
