import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { type ApiCall, encodePart, pathOf, type Target } from './call.ts';
import { exampleKey, exampleRow } from './example-row.ts';
import { languages } from './languages.ts';
import { pythonLiteral, scriptLiteral, scriptText, shellText } from './literals.ts';
import { rowActions } from './row-calls.ts';

const target: Target = { url: 'http://127.0.0.1:3000/api', apiKey: "k'e$y", email: 'ada@example.com' };
const NASTY = `it's "quoted" \\ $HOME \`id\` \n "line" — 寸法`;
const columns = [
  { name: 'id', type: 'uuid', nullable: false, primary_key: true },
  { name: 'title', type: 'text', nullable: false },
  { name: 'mood', type: 'mood', nullable: false },
  { name: 'author', type: 'uuid', nullable: false, references: { table: 'authors', column: 'id' } },
  { name: 'made', type: 'timestamp with time zone', nullable: false, default: 'now()' },
  { name: 'note', type: 'text', nullable: true },
];
const table = { id: '0198', name: `bo'o"ks\n寸`, access: 'users', columns };

it('an example row has the values that a new row needs: of enums one that exists, of references one that is referred to', () => {
  const known = { enums: new Map([['mood', ['happy']]]), row: { author: 'a1', id: 'r1' } };
  expect(exampleRow(columns, known)).toEqual({ title: 'text', mood: 'happy', author: 'a1' });
  expect(exampleRow([{ name: 'a', type: 'integer', nullable: true }])).toEqual({ a: 1 });
  expect(exampleRow([])).toEqual({});
  expect(exampleKey(columns, known)).toEqual({ name: 'id', value: 'r1' });
});

it('a value of the path or the query can not end its part of the URL', () => {
  const call = { path: '/a/{id}/{path}', pathValues: { id: 'x/y?', path: 'f/g h' }, query: { q: "a&b'!" } };
  expect(pathOf(call)).toBe('/a/x%2Fy%3F/f/g%20h?q=a%26b%27%21');
  expect(encodePart('$(id)')).toBe('%24%28id%29');
});

it('a text survives the quotes of each language', () => {
  // biome-ignore lint/security/noGlobalEval: the literal is what the test is about
  const evaluate = globalThis.eval;
  expect(evaluate(scriptText(NASTY))).toBe(NASTY);
  const value = { 'a-b': [NASTY, 1.5, null, true], deep: { list: Array(20).fill('long text') } };
  expect(evaluate(`(${scriptLiteral(value, '')})`)).toEqual(value);
  expect(execFileSync('sh', ['-c', `printf %s ${shellText(NASTY)}`]).toString()).toBe(NASTY);
  expect(pythonLiteral({ a: [true, false, null, 'x'] }, '')).toBe('{"a": [True, False, None, "x"]}');
});

it('programs of every language are one program, whatever a table is called', () => {
  const calls: ApiCall[] = rowActions(table).map(({ call }) => call);
  for (const { id, program } of languages) {
    const code = program(target, calls);
    expect(code.match(/your password/g), id).toHaveLength(1);
    for (const line of code.split('\n')) expect(line, id).not.toMatch(/^寸/);
  }
});

it('a program signs in only if a call needs a user', () => {
  const open = rowActions({ ...table, access: 'public' })
    .filter(({ id }) => id === 'read')
    .map(({ call }) => call);
  for (const { program } of languages) expect(program(target, open)).not.toContain('your password');
});
