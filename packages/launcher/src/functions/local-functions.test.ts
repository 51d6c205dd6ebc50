import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { readFunctionSettings, readVariables } from './function-files.ts';
import { findLocalFunctions } from './local-functions.ts';
import { functionFolder } from './testing/function-folder.ts';

let folder = '';
afterEach(() => folder && rmSync(folder, { recursive: true }));

test('functions are folders with a main file, and files; shared code and tests are none', () => {
  folder = functionFolder({
    'a/index.ts': '',
    'b.js': '',
    'c/index.mjs': '',
    '_shared/index.ts': '',
    '_lib.ts': '',
    '.hidden/index.ts': '',
    'node_modules/x/index.js': '',
    'node_modules/index.js': '',
    'b.test.ts': '',
    'types.d.ts': '',
    'vite.config.ts': '',
    'empty/readme.md': '',
    'package.json': '{}',
  });
  expect(findLocalFunctions(folder)).toMatchObject([
    { name: 'a', main: join(folder, 'a/index.ts'), settingsFile: join(folder, 'a/function.json') },
    {
      name: 'b',
      directory: undefined,
      settingsFile: join(folder, 'b.json'),
      variablesFile: join(folder, 'b.env'),
    },
    { name: 'c', directory: join(folder, 'c') },
  ]);
});

test('a folder with a main file is one function', () => {
  folder = functionFolder({ 'hello/index.ts': '', 'hello/lib.ts': '', 'other/index.ts': '' });
  expect(findLocalFunctions(join(folder, 'hello'))).toMatchObject([{ name: 'hello', root: folder }]);
});

test('what could be meant twice is refused', () => {
  folder = functionFolder({ 'a/index.ts': '', 'a/index.js': '' });
  expect(() => findLocalFunctions(folder)).toThrow('has both index.ts and index.js');
  rmSync(folder, { recursive: true });
  folder = functionFolder({ 'a/index.ts': '', 'a.ts': '' });
  expect(() => findLocalFunctions(folder)).toThrow('the function a twice');
  expect(() => findLocalFunctions(join(folder, 'nothing'))).toThrow('There is no folder');
});

test('settings and variables are read, and mistakes are named', () => {
  folder = functionFolder({
    'good.json': '{"timeout_seconds": 5, "network": {"mode": "none"}}',
    'typo.json': '{"timeout": 5}',
    'range.json': '{"timeout_seconds": 0}',
    'broken.json': '{',
    '.env': '# comment\nA=1\nB="two words"\n',
  });
  const read = (name: string) => readFunctionSettings(join(folder, name));
  expect(read('good.json')).toEqual({ timeout_seconds: 5, network: { mode: 'none', hosts: [] } });
  expect(read('none.json')).toEqual({});
  expect(() => read('typo.json')).toThrow(/typo\.json: .*timeout/);
  expect(() => read('range.json')).toThrow(/range\.json: timeout_seconds: /);
  expect(() => read('broken.json')).toThrow(/broken\.json is not JSON/);
  expect(readVariables(join(folder, '.env'))).toEqual({ A: '1', B: 'two words' });
  expect(readVariables(join(folder, 'none.env'))).toBeUndefined();
});
