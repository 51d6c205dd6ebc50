import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { db } from '../testing/sql.ts';
import { beginsWith, firstTextAfter, folderBeginsWith } from './paths.ts';

const LAST = '\u{10ffff}';

/** Characters at the boundaries of UTF-8 and UTF-16 lengths and of the surrogates. */
const EDGES = ['\u0001', '/', '0', 'a', '\u007f', '\u0080', '\u07ff', '\u0800', '\ud7ff', '\ue000'];
const FAR_EDGES = ['\ufffe', '\uffff', '\u{10000}', '\u{10fffe}', LAST];
const ALPHABET = [...EDGES, ...FAR_EDGES];

/** A random generator with the same numbers in every run. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return Math.floor((state / 4_294_967_296) * below);
  };
}

function randomText(random: (below: number) => number): string {
  const letters = Array.from({ length: random(5) }, () => ALPHABET[random(ALPHABET.length)] ?? '');
  return letters.join('');
}

/** Compares by code points. */
function compare(left: string, right: string): number {
  const [a, b] = [Array.from(left), Array.from(right)];
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = (a[i]?.codePointAt(0) ?? 0) - (b[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Whether a text is in the range of a prefix. */
function isInRange(text: string, prefix: string): boolean {
  const end = firstTextAfter(prefix);
  return compare(text, prefix) >= 0 && (end === undefined || compare(text, end) < 0);
}

describe('the first text after a prefix', () => {
  it.each([
    ['a', 'b'],
    ['folder/', 'folder0'],
    ['\u007f', '\u0080'],
    ['\ud7ff', '\ue000'],
    ['a\ud7ff', 'a\ue000'],
    ['\uffff', '\u{10000}'],
    ['\u{1f44d}', '\u{1f44e}'],
    ['\u{10fffe}', LAST],
    [`a${LAST}`, 'b'],
    [`a${LAST}${LAST}`, 'b'],
    [`\ud7ff${LAST}`, '\ue000'],
  ])('%j is %j', (prefix, after) => {
    expect(firstTextAfter(prefix)).toBe(after);
    expect(after.isWellFormed()).toBe(true);
  });

  it.each(['', LAST, LAST.repeat(3)])('%j is none', (prefix) => {
    expect(firstTextAfter(prefix)).toBeUndefined();
  });

  it('separates the texts that begin with it from all others', () => {
    const random = createRandom(7);
    let beginning = 0;
    for (let turn = 0; turn < 20_000; turn++) {
      const prefix = randomText(random);
      const others = [`${prefix}${randomText(random)}`, `${prefix}${LAST.repeat(4)}`, randomText(random)];
      const after = firstTextAfter(prefix);
      for (const text of after === undefined ? others : [...others, after]) {
        if (isInRange(text, prefix) !== text.startsWith(prefix)) expect.fail(JSON.stringify([prefix, text]));
        if (text.startsWith(prefix)) beginning++;
      }
    }
    expect(beginning).toBeGreaterThan(40_000);
  });
});

describe('Postgres finds what begins with a text', () => {
  const random = createRandom(11);
  const texts = Array.from({ length: 400 }, () => randomText(random));
  const found = async (condition: (prefix: string) => ReturnType<typeof beginsWith>, prefix: string) => {
    const files = sql`(select t collate "C" as path, t collate "C" as folder from unnest(${texts}::text[]) t) f`;
    return (
      await db.query(sql<{ path: string }>`select f.path from ${files} where ${condition(prefix)}`)
    ).map(({ path }) => path);
  };

  it.each(['', 'a', '/', '\ud7ff', '\uffff', LAST, `a${LAST}`])('%j', async (prefix) => {
    const expected = texts.filter((text) => text.startsWith(prefix)).sort();
    expect((await found(beginsWith, prefix)).sort()).toEqual(expected);
    expect((await found(folderBeginsWith, prefix)).sort()).toEqual(expected);
  });
});
