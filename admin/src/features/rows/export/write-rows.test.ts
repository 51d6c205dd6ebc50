import { expect, it } from 'vitest';
import { parseExact } from '../../../ui/format/exact-json.ts';
import { type RowFormat, writeRows } from './write-rows.ts';

const rows = [
  { id: parseExact('9007199254740993'), name: 'O\'Hara, "x"', tags: ['a', 'b "c"', null], note: null },
  { id: 2, name: '', tags: [], note: 'two\nlines' },
];
const write = (format: RowFormat) =>
  writeRows(format, rows, ['id', 'name', 'tags', 'note'], { name: 'people', arrays: new Set(['tags']) });

it('writes CSV in which NULL differs from an empty text', () => {
  expect(write('csv')).toBe(
    'id,name,tags,note\r\n9007199254740993,"O\'Hara, ""x""","[""a"",""b \\""c\\"""",null]",\r\n2,"",[],"two\nlines"',
  );
});

it('writes an INSERT that Postgres reads back', () => {
  expect(write('insert')).toBe(
    `INSERT INTO "people" ("id", "name", "tags", "note") VALUES\n` +
      `  (9007199254740993, 'O''Hara, "x"', '{"a","b \\"c\\"",NULL}', NULL),\n` +
      `  (2, '', '{}', 'two\nlines');\n`,
  );
});

it('writes JSON with all digits', () => {
  expect(write('json')).toContain('"id": 9007199254740993');
});

it('writes what a spreadsheet pastes', () => {
  expect(write('tsv').split('\t')).toHaveLength(7);
  expect(write('tsv')).toContain('"two\nlines"');
});
