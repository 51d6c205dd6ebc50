import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readFunctionCode } from './code/read-code.ts';
import { withFilePositions } from './explain-failure.ts';
import { findLocalFunctions } from './local-functions.ts';
import { functionFolder } from './testing/function-folder.ts';

test('a stack of a bundle names the files, and what is no position stays', async () => {
  const folder = functionFolder({
    'f/index.ts': "import './a';\ntype T = 1;\n\nexport default () => {\n  throw new Error('no');\n};",
    'f/a.ts': 'console.log(1);',
  });
  const [fn] = findLocalFunctions(folder);
  if (!fn) throw new Error('There is no function.');
  const { body } = await readFunctionCode(fn);
  rmSync(folder, { recursive: true });
  const bundle = 'files' in body ? (body.files['index.js'] ?? '') : '';
  const line = bundle.split('\n').findIndex((text) => text.includes('throw')) + 1;
  const stack = `at default (index.js:${line}:9)\n    at index.js`;
  expect(withFilePositions(stack, bundle)).toBe('at default (index.ts:5:9)\n    at index.js');
  expect(withFilePositions(stack, undefined)).toBe(stack);
});
