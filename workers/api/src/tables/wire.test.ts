import { expect, it } from 'vitest';
import { columnOf, idColumn } from '../testing/table-meta.ts';
import { toTable } from './wire.ts';

const row = {
  id: 'a',
  name: 'things',
  public: false,
  access: 'users' as const,
  realtime_enabled: false,
  owner_id: 'b',
  description: null,
  metadata: { x: 1 },
  row_count: 5,
  created_at: '2020-01-01T00:00:00.000Z',
  updated_at: '2020-01-02T00:00:00.000Z',
};

it('shows a table as in the contract', () => {
  const references = { table: 'others', column: 'id', on_delete: 'cascade' };
  const columns = [
    idColumn,
    columnOf('age', 'double precision', { default: '1.5', unique: true, references }),
  ];
  const id = { type: 'uuid', nullable: false, unique: true, primary_key: true };
  const age = { type: 'double precision', nullable: true, default: 1.5, unique: true, references };
  expect(toTable({ ...row, columns })).toEqual({
    ...row,
    schema_name: 'public',
    realtime: false,
    table_schema: { id, age },
    columns: [
      { name: 'id', ...id },
      { name: 'age', ...age },
    ],
  });
});

it('shows columns named like properties of JavaScript objects', () => {
  const names = ['__proto__', 'constructor', 'toString'];
  const { table_schema } = toTable({ ...row, columns: names.map((name) => columnOf(name, 'text')) });
  expect(Object.keys(table_schema)).toEqual(names);
  expect(JSON.parse(JSON.stringify(table_schema))).toEqual(table_schema);
});
