import { COLUMN_TYPES } from '@selfdb/shared/schemas/table';
import { expect, it } from 'vitest';
import { typeOnWire, typeSql } from './column-type.ts';

it.each([
  ['double', 'double precision'],
  ['double[]', 'double precision[]'],
  ['text', 'text'],
  ['timestamptz[]', 'timestamptz[]'],
])('%s is %s in SQL', (type, sql) => {
  expect(typeSql(type)).toBe(sql);
});

it.each(['money', 'text[][]', 'text; drop', 'toString', '', '[]'])('%s is no type', (type) => {
  expect(() => typeSql(type)).toThrow(TypeError);
});

it.each([
  ['character varying', 'varchar'],
  ['character varying(20)', 'varchar(20)'],
  ['character varying(20)[]', 'varchar(20)[]'],
  ['double precision', 'double'],
  ['double precision[]', 'double[]'],
  ['timestamp without time zone', 'timestamp'],
  ['timestamp with time zone[]', 'timestamptz[]'],
  ['time without time zone', 'time'],
  ['numeric(5,2)', 'numeric(5,2)'],
  ['"My Mood"', '"My Mood"'],
  ['other.mood[]', 'other.mood[]'],
  ['timestamp(3) with time zone', 'timestamp(3) with time zone'],
])('%s is %s on the wire', (type, wire) => {
  expect(typeOnWire(type)).toBe(wire);
});

it('every type of the contract comes back by its own name', () => {
  const names = new Map([
    ['varchar', 'character varying'],
    ['timestamp', 'timestamp without time zone'],
    ['timestamptz', 'timestamp with time zone'],
    ['time', 'time without time zone'],
  ]);
  for (const type of Object.keys(COLUMN_TYPES)) {
    expect(typeOnWire(names.get(type) ?? typeSql(type))).toBe(type);
  }
});
