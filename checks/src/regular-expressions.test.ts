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

/** Patterns that may take longer, because they never read untrusted text. */
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

/**
 * Without limits of time, so that a verdict doesn't depend on how busy the machine is: recheck calls a pattern vulnerable
 * when an attack takes longer than `attackTimeout`. Limits of steps, and the fixed seed of its random attacks, stay.
 */
const LIMITS = {
  timeout: null,
  attackTimeout: null,
  incubationTimeout: null,
  seedingTimeout: null,
  attackLimit: 100_000_000,
};

/** The objection to a pattern; undefined when its time grows linearly with the text. */
function objection(source: string, flags: string): string | undefined {
  // A match of these is not regular, and the search for an attack may not end.
  if (/\\(?:[1-9]|k<)/.test(source)) return 'has a backreference';
  const verdict = checkSync(source, flags, LIMITS);
  if (verdict.status === 'safe') return undefined;
  return verdict.status === 'vulnerable' ? `${verdict.status} ${verdict.complexity.summary}` : verdict.status;
}

it('every regular expression of the product is a constant and takes linear time', () => {
  const objections = new Map<string, string | undefined>();
  const faults = found.flatMap(({ position, source, flags }) => {
    if (source === undefined) return [`${position} is not a constant`];
    const key = `/${source}/${flags}`;
    if (!EXEMPT.has(source) && !objections.has(key)) objections.set(key, objection(source, flags));
    const reason = objections.get(key);
    return reason === undefined ? [] : [`${position} ${key} ${reason}`];
  });
  expect(faults).toEqual([]);
}, 600_000);

it('finds literals and RegExp of constants, and recognizes those that are not linear', () => {
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

it('recognizes them by random attacks where the pattern has a lookahead', () => {
  expect(objection('^(a|a)*(?=b)c$', '')).toContain('vulnerable exponential');
  expect(objection('x+(?=y)$', '')).toContain('vulnerable 2nd degree polynomial');
  expect(objection('^.*\\.(?=citext$)', '')).toBeUndefined();
  expect(objection('(a+)+\\1$', '')).toBe('has a backreference');
}, 120_000);

it('exempts only what is there', () => {
  for (const source of EXEMPT.keys()) expect(found.map((expression) => expression.source)).toContain(source);
});
