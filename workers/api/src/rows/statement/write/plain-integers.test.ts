import { expect, it } from 'vitest';
import { writePlainIntegers } from './plain-integers.ts';

const isOfIntegers = (name: string) => ['n', 'tags', 'a"b', 'ä'].includes(name);

it.each([
  ['{"n":5.0}', '{"n":5}'],
  [' { "n" : 5.0 , "m":5.0}', ' { "n" : 5 , "m":5.0}'],
  ['{"m":5.0,"n":-1e2}', '{"m":5.0,"n":-100}'],
  ['{"n":"5.0"}', '{"n":"5.0"}'],
  ['{"n":2.50}', '{"n":2.50}'],
  ['{"tags":[1.0,[2e0,"3.0"],null],"m":4.0}', '{"tags":[1,[2,"3.0"],null],"m":4.0}'],
  ['[{"n":1.0},{"m":1.0},{"n":2.0}]', '[{"n":1},{"m":1.0},{"n":2}]'],
  [
    '[ {"m":{"n":1.0},"n":[{"x":2.0}]} , {"m":[{"n":1.0}]} ]',
    '[ {"m":{"n":1.0},"n":[{"x":2}]} , {"m":[{"n":1.0}]} ]',
  ],
  ['{"m":{"n":1.0, "m": [1,2.0]},"n":3.0}', '{"m":{"n":1.0, "m": [1,2.0]},"n":3}'],
  ['{"a\\"b":1.0,"\\u006e":2.0,"\\u00e4":3.0}', '{"a\\"b":1,"\\u006e":2,"\\u00e4":3}'],
  ['{"m":"\\\\","n":1.0}', '{"m":"\\\\","n":1}'],
  ['{"m":"{\\"n\\":1.0","n":1.0}', '{"m":"{\\"n\\":1.0","n":1}'],
  ['{"n":9007199254740993,"m":0.1000}', '{"n":9007199254740993,"m":0.1000}'],
  ['{"n":1.0,"n":2.0}', '{"n":1,"n":2}'],
  ['{}', '{}'],
  ['[]', '[]'],
])('%s becomes %s', (text, expected) => {
  expect(writePlainIntegers(text, isOfIntegers)).toBe(expected);
});

it('takes linear time', () => {
  const text = (rows: number) =>
    JSON.stringify(Array(rows).fill({ n: 1.5, m: '\\"{[' })).replaceAll('1.5', '1.0');
  const took = (given: string) => {
    const started = performance.now();
    writePlainIntegers(given, isOfIntegers);
    return performance.now() - started;
  };
  const [small, large] = [text(5000), text(50_000)];
  took(small);
  expect(took(large)).toBeLessThan(100 * Math.max(1, took(small)));
});
