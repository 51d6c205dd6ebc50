import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { bundledSources } from '../code/bundled-sources.ts';
import { readFunctionCode } from '../code/read-code.ts';
import { findLocalFunctions } from '../local-functions.ts';
import { deployedFunction, functionFolder } from '../testing/function-folder.ts';
import { pullFunction } from './pull-function.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function folderOf(files: Record<string, string>): string {
  const folder = functionFolder(files);
  folders.push(folder);
  return folder;
}
const filesIn = (folder: string) => readdirSync(folder, { recursive: true }).map(String).sort();
const text = (folder: string, path: string) => readFileSync(join(folder, path), 'utf8');

test('a function becomes files, and a second time nothing is written', () => {
  const folder = folderOf({});
  const fn = deployedFunction({ code: 'code', timeout_seconds: 5, env_vars: { SECRET: '********' } });
  pullFunction(folder, fn, false);
  expect(filesIn(folder)).toEqual(['hello', 'hello/function.json', 'hello/index.ts']);
  expect(text(folder, 'hello/index.ts')).toBe('code');
  expect(JSON.parse(text(folder, 'hello/function.json'))).toEqual({ timeout_seconds: 5 });
  expect(pullFunction(folder, fn, false)).toEqual(['unchanged']);
});

test('a settings file that names defaults is left alone, as is a description in the code', () => {
  const settings = '{"public": false, "timeout_seconds": 5}';
  const folder = folderOf({ 'hello/function.json': settings });
  const code = "export const description = 'Hi';";
  pullFunction(folder, deployedFunction({ code, description: 'Hi', timeout_seconds: 5 }), false);
  expect(text(folder, 'hello/function.json')).toBe(settings);
});

test('files that differ are replaced by force only, and without it nothing is written', () => {
  const folder = folderOf({ 'hello/index.ts': 'mine' });
  const fn = deployedFunction({ files: { 'index.ts': 'theirs', 'lib/new.ts': 'new' } });
  expect(() => pullFunction(folder, fn, false)).toThrow('hello/index.ts differs');
  expect(filesIn(folder)).toEqual(['hello', 'hello/index.ts']);
  expect(text(folder, 'hello/index.ts')).toBe('mine');
  pullFunction(folder, fn, true);
  expect([text(folder, 'hello/index.ts'), text(folder, 'hello/lib/new.ts')]).toEqual(['theirs', 'new']);
});

test('changed settings are a difference, too', () => {
  const folder = folderOf({ 'hello/index.ts': 'a', 'hello/function.json': '{"timeout_seconds": 6}' });
  const fn = deployedFunction({ code: 'a', timeout_seconds: 5 });
  expect(() => pullFunction(folder, fn, false)).toThrow('hello/function.json differs');
  const quiet = deployedFunction({ code: 'a', timeout_seconds: 6, public: true });
  expect(() => pullFunction(folder, quiet, false)).toThrow('hello/function.json differs');
});

test('a function of one file stays one', () => {
  const folder = folderOf({ 'hello.ts': 'old' });
  pullFunction(folder, deployedFunction({ code: 'new', public: true }), true);
  expect(filesIn(folder)).toEqual(['hello.json', 'hello.ts']);
  expect(text(folder, 'hello.ts')).toBe('new');
});

test('a bundle becomes the files that it was made of', async () => {
  const sources = {
    'hello/index.ts': "import one from 'one'; import { two } from '../_two'; export default () => one + two;",
    '_two.ts': 'export const two: number = 2;',
  };
  const origin = folderOf({ ...sources, 'node_modules/one/index.js': 'module.exports = 1;' });
  const [fn] = findLocalFunctions(origin);
  if (!fn) throw new Error('There is no function.');
  const { body } = await readFunctionCode(fn);
  const files = 'files' in body ? body.files : {};
  const folder = folderOf({});
  pullFunction(folder, deployedFunction({ code: files['index.js'] ?? '', files }), false);
  expect(filesIn(folder)).toEqual(['_two.ts', 'hello', 'hello/index.ts']);
  for (const [path, content] of Object.entries(sources)) expect(text(folder, path)).toBe(content);
});

test.each([
  '../outside.ts',
  '../_x/../../outside.ts',
  '/tmp/x.ts',
  '.git/hooks/x.ts',
  '../other/index.ts',
  'a/../../b.ts',
  'x.sh',
])('the path %s of a bundle is not written', (path) => {
  const map = {
    ...{ version: 3, x_selfdb_function: true, mappings: '', names: [] },
    ...{ sources: ['index.ts', path], sourcesContent: ['a', 'b'] },
  };
  const encoded = Buffer.from(JSON.stringify(map)).toString('base64');
  const code = `a\n//# sourceMappingURL=data:application/json;base64,${encoded}\n`;
  expect(bundledSources(code)).toEqual({ 'index.ts': 'a', [path]: 'b' });
  const folder = folderOf({});
  const fn = deployedFunction({ files: { 'index.js': code } });
  expect(() => pullFunction(folder, fn, true)).toThrow("can't be written");
  expect(filesIn(folder)).toEqual([]);
  expect(() => pullFunction(folder, deployedFunction({ name: '../x' }), true)).toThrow('no name');
  expect(existsSync(join(folder, '../x'))).toBe(false);
});

test('a file that another main file would contradict is not written', () => {
  const folder = folderOf({ 'hello/index.js': 'a' });
  expect(() => pullFunction(folder, deployedFunction({ code: 'a' }), true)).toThrow('has index.js');
});
