import { scalarText } from '@selfdb/server/json/json-value';
import { compareCodePoints, lowerCase } from './code-points.ts';
import type { ColumnType } from './column-type.ts';

/** text, varchar: in the order of C.UTF-8. */
export const plainText: ColumnType<string> = {
  comparable: 'ordered',
  parse: (value) => value,
  decode: scalarText,
  compare: compareCodePoints,
  text: (value) => value,
};

/** A text with its form for comparison, computed once. */
interface Folded {
  text: string;
  folded: string;
}

function comparedAs(fold: (text: string) => string): ColumnType<Folded> {
  const read = (value: string): Folded => ({ text: value, folded: fold(value) });
  return {
    comparable: 'ordered',
    parse: read,
    decode: (json) => {
      const value = scalarText(json);
      return value === undefined ? undefined : read(value);
    },
    compare: (a, b) => compareCodePoints(a.folded, b.folded),
    text: (value) => value.text,
  };
}

/** char(n): trailing blanks do not count. */
export const blankPadded: ColumnType<Folded> = {
  ...comparedAs(withoutBlanks),
  text: (value) => value.folded,
  output: (value) => value.text,
};

function withoutBlanks(value: string): string {
  let end = value.length;
  while (value.charCodeAt(end - 1) === 32) end--;
  return value.slice(0, end);
}

/** citext: compared in lower case. */
export const caseless: ColumnType<Folded> = comparedAs(lowerCase);

/**
 * An enum, in the order of its labels; if they are unknown, only equality. Comparing a label that was added
 * later throws RangeError: its position is unknown, and it may be a renamed label.
 */
export function enumOf(labels: string[] | undefined): ColumnType<string> {
  if (!labels) return { ...plainText, comparable: 'equal' };
  const positions = new Map(labels.map((label, i) => [label, i]));
  const position = (label: string) => {
    const known = positions.get(label);
    if (known === undefined) throw new RangeError('a label is not known');
    return known;
  };
  return {
    ...plainText,
    parse: (value) => (positions.has(value) ? value : undefined),
    compare: (a, b) => position(a) - position(b),
  };
}

/** An unknown type: shown as text, and not compared. */
export const opaque: ColumnType<string> = { ...plainText, comparable: 'no' };

/** Not compared. For a single host, its text includes the mask, which its output omits. */
export const inet: ColumnType<string> = {
  ...opaque,
  text: (value) => (value.includes('/') ? value : `${value}/${value.includes(':') ? 128 : 32}`),
  output: (value) => value,
};
