import { trimBlanks } from './blanks.ts';
import type { ColumnType } from './column-type.ts';

const WORDS: [word: string, least: number, value: boolean][] = [
  ['true', 1, true],
  ['false', 1, false],
  ['yes', 1, true],
  ['no', 1, false],
  ['on', 2, true],
  ['off', 2, false],
  ['1', 1, true],
  ['0', 1, false],
];

export const boolean: ColumnType<boolean> = {
  comparable: 'ordered',
  // boolin accepts any unambiguous prefix of these.
  parse: (text) => {
    const given = trimBlanks(text).toLowerCase();
    return WORDS.find(([word, least]) => given.length >= least && word.startsWith(given))?.[2];
  },
  decode: (json) => (typeof json === 'boolean' ? json : undefined),
  compare: (a, b) => Number(a) - Number(b),
  text: String,
  output: (value) => (value ? 't' : 'f'),
};
