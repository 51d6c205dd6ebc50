import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as Recheck from 'recheck';
import { expect, it } from 'vitest';
import { regularExpressionsOf } from './regular-expressions.ts';
import { isOfTests, ROOT, sourceFiles } from './source-files.ts';

// In JavaScript alone, without the Java and binaries that recheck prefers.
process.env.RECHECK_SYNC_BACKEND = 'pure';
// recheck reads that variable when it is loaded or called, and its module is CommonJS.
const { checkSync }: typeof Recheck = createRequire(import.meta.url)('recheck');

/** Patterns that may take longer, because they never meet untrusted text. */
const EXEMPT = new Map([
  ['\\$(\\w*)\\$[\\s\\S]*?\\$\\1\\$', 'migrations are files of the product'],
  ['\\/\\*[\\s\\S]*?\\*\\/', 'migrations are files of the product'],
]);

const found = ['packages', 'workers', 'admin', 'selfhost']
  .flatMap(sourceFiles)
  .filter((file) => !isOfTests(file))
  .flatMap((file) =>
    regularExpressionsOf(readFileSync(join(ROOT, file), 'utf8'), file).map((expression) => ({
      ...expression,
      position: `${file}:${expression.line}`,
    })),
  );

/** The objection to a pattern; undefined when its time grows linearly with the text. */
function objection(source: string, flags: string): string | undefined {
  const found = checkSync(source, flags, { timeout: 120_000 });
  if (found.status === 'safe') return undefined;
  return found.status === 'vulnerable' ? `${found.status} ${found.complexity.summary}` : found.status;
}

it('every regular expression of the product is a constant and takes linear time', () => {
  const objections = new Map<string, string | undefined>();
  const wrong = found.flatMap(({ position, source, flags }) => {
    if (source === undefined) return [`${position} is not a constant`];
    const key = `/${source}/${flags}`;
    if (!EXEMPT.has(source) && !objections.has(key)) objections.set(key, objection(source, flags));
    const told = objections.get(key);
    return told === undefined ? [] : [`${position} ${key} ${told}`];
  });
  expect(wrong).toEqual([]);
}, 300_000);

it('finds literals and RegExp of constants, and tells those that are not linear', () => {
  expect(found.length).toBeGreaterThan(150);
  const text = [
    'const part = /a+/;',
    'const whole = new RegExp(`^(?:$' + '{part.source})+$`, "i");',
    'export const other = (name: string): RegExp => RegExp(name + "b");',
  ].join('\n');
  expect(regularExpressionsOf(text, 'x.ts')).toEqual([
    { line: 1, source: 'a+', flags: '' },
    { line: 2, source: '^(?:a+)+$', flags: 'i' },
    { line: 3, source: undefined, flags: '' },
  ]);
  expect(objection('^(?:a+)+$', '')).toContain('vulnerable exponential');
  expect(objection('x+$', '')).toContain('vulnerable 2nd degree polynomial');
  expect(objection('^[a-z]+$', '')).toBeUndefined();
});

it('exempts only what is there', () => {
  for (const source of EXEMPT.keys()) expect(found.map((expression) => expression.source)).toContain(source);
});
