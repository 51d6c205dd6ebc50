import { ValidationError } from '@selfdb/shared/errors';
import { expect, test } from 'vitest';
import { compileFunction } from './compile.ts';

test('the types of TypeScript go, lines and columns stay', () => {
  const { modules } = compileFunction({
    'index.ts': 'const a: number = 1;\nexport default () => a as number;',
  });
  expect(modules).toEqual({ 'index.js': 'const a         = 1;\nexport default () => a          ;' });
});

test.each([
  ['let x = 1;\n  return ) y', 2, 10],
  ['enum A { x }\nexport default () => 1', 1, 1],
  ['export default () => 1;\nlet a; let a;', 2, 12],
  ['export default () => 1;\nimport x from "left-pad";', 2, 15],
  ['export default () => 1;\nimport x from "./gone.ts";', 2, 15],
  ['export default () => 1;\nexport const triggers = [{ type: kind() }];', 2, 34],
  ['export default () => 1;\nexport const triggers = [{ type: "moon" }];', 2, 25],
  ['const x = 1;', 1, 1],
])('%j is refused with line %i and column %i', (source, line, column) => {
  try {
    compileFunction({ 'index.ts': source });
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(ValidationError);
    const [issue] = (error as ValidationError).issues;
    expect(issue?.loc).toEqual(['body', 'code', 'index.ts', line, column]);
    expect(issue?.msg).toContain(`index.ts:${line}:${column}: `);
  }
});

test('triggers and the description are read without running the code', () => {
  const source = `
    export const description = 'Says hello';
    export const triggers = [{ type: 'schedule', cron: '*/5 * * * *' }, { type: "event", event: \`made\` }];
    export default () => 1;
    while (true) {}`;
  expect(compileFunction({ 'index.js': source })).toMatchObject({
    description: 'Says hello',
    triggers: [
      { type: 'schedule', cron: '*/5 * * * *' },
      { type: 'event', event: 'made' },
    ],
  });
});

test('triggers are read from the list of exports that a bundler writes', () => {
  const source = 'var triggers = [{ type: "once" }], main = () => 1; export { triggers, main as default };';
  expect(compileFunction({ 'index.js': source }).triggers).toEqual([{ type: 'once' }]);
  const renamed = 'var a = [{ type: "once" }], b = () => 1; export { a as triggers, b as default };';
  expect(compileFunction({ 'index.js': renamed }).triggers).toEqual([{ type: 'once' }]);
});

test('JavaScript stays as it is where TypeScript would read types', () => {
  const source = 'const f = (x, y) => y, a = 1, b = 2, c = 3;\nexport default () => f(a<b, c>(2));';
  expect(compileFunction({ 'index.js': source }).modules).toEqual({ 'index.js': source });
});

test('several files import each other by their names', () => {
  const { modules } = compileFunction({
    'index.ts': 'import { two } from "./lib/two.ts"; export default () => two;',
    'lib/two.ts': 'import { one } from "../one.js"; export const two: number = one + 1;',
    'one.js': 'export const one = 1;',
  });
  expect(modules['index.js']).toContain('from "./lib/two.js"');
  expect(Object.keys(modules)).toEqual(['index.js', 'lib/two.js', 'one.js']);
});
