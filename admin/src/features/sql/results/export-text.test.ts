import { expect, test } from 'vitest';
import { parseExact } from '../../../ui/format/exact-json.ts';
import { cellText } from './cells.ts';
import { exportText } from './export-text.ts';

const parsed = parseExact('[[9007199254740993, 1.00, null, ""], [-1e400, {"x": 1.10}, "a,\\"b|\\nc", true]]');
const data = {
  columns: ['id', 'id', 'text', 'flag'].map((name) => ({ name, type: 'text' })),
  rows: parsed as unknown[][],
};

test('a cell keeps every digit, and NULL is not a text', () => {
  expect(data.rows[0]?.map(cellText)).toEqual(['9007199254740993', '1.00', undefined, '']);
  expect(data.rows[1]?.map(cellText)).toEqual(['-1e400', '{"x":1.10}', 'a,"b|\nc', 'true']);
});

test('CSV quotes what needs it and tells an empty string from NULL', () => {
  expect(exportText(data, 'csv')).toBe(
    'id,id,text,flag\n9007199254740993,1.00,,""\n-1e400,"{""x"":1.10}","a,""b|\nc",true\n',
  );
});

test('JSON keeps digits and both columns of one name', () => {
  expect(exportText(data, 'json')).toBe(
    '[\n  {"id": 9007199254740993, "id_2": 1.00, "text": null, "flag": ""},\n' +
      '  {"id": -1e400, "id_2": {"x":1.10}, "text": "a,\\"b|\\nc", "flag": true}\n]\n',
  );
  expect(exportText({ ...data, rows: [] }, 'json')).toBe('[]\n');
});

test('Markdown escapes its own signs, and TSV has a row a line', () => {
  expect(exportText(data, 'markdown').split('\n').at(3)).toBe(
    '| -1e400 | {"x":1.10} | a,"b\\|<br>c | true |',
  );
  expect(exportText(data, 'tsv').split('\n').at(2)).toBe('-1e400\t{"x":1.10}\ta,"b| c\ttrue');
});
