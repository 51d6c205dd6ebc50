import { describe, expect, it } from 'vitest';
import {
  addedColumns,
  columnProblems,
  type DraftColumn,
  isBlank,
  type TableDraft,
  tableNameProblem,
  toTableInput,
} from './draft.ts';

function column(change: Partial<DraftColumn>): DraftColumn {
  const blank = {
    key: 0,
    name: '',
    type: 'text',
    default: '',
    required: false,
    unique: false,
    primary: false,
  };
  return { ...blank, reference: undefined, ...change };
}

function table(columns: DraftColumn[]): TableDraft {
  return { name: 'books', description: ' ', access: 'owner', realtime: false, columns };
}

it('a table name is what the API takes', () => {
  expect(tableNameProblem('books_2')).toBeUndefined();
  expect(tableNameProblem('')).toBe('is missing');
  expect(tableNameProblem('2books')).toContain('begin');
  expect(tableNameProblem('Books')).toContain('a–z');
  expect(tableNameProblem('a'.repeat(64))).toContain('63');
});

describe('problems of columns', () => {
  it('two columns of one name both have one, and the empty line at the end has none', () => {
    const columns = [column({ key: 1, name: 'a' }), column({ key: 2, name: 'a' }), column({ key: 3 })];
    const problems = columnProblems(columns, []);
    expect([...problems.keys()]).toEqual([1, 2]);
    expect(problems.get(1)?.name).toContain('Another column');
  });

  it('a type that does not exist is named, unless the database’s own types are not known yet', () => {
    const columns = [column({ key: 1, name: 'a', type: 'moood' })];
    expect(columnProblems(columns, []).get(1)?.type).toContain('moood');
    expect(columnProblems(columns, undefined).size).toBe(0);
    expect(columnProblems(columns, [{ name: 'moood', kind: 'enum', labels: [] }]).size).toBe(0);
  });

  it('a column with only a default is not the empty line', () => {
    expect(isBlank(column({ default: '1' }))).toBe(false);
    expect(columnProblems([column({ key: 1, default: '1' })], []).get(1)?.name).toBeDefined();
  });
});

it('a draft becomes the body of the API, without the empty line and what is not set', () => {
  const reference = { table: 'authors', column: 'id', onDelete: 'cascade' } as const;
  const columns = [
    column({ name: 'price', type: 'numeric(10,2)', default: '0', required: true }),
    column({ key: 1, name: 'author', type: 'uuid', reference }),
    column({ key: 2 }),
  ];
  expect(toTableInput(table(columns), [])).toEqual({
    name: 'books',
    access: 'owner',
    realtime_enabled: false,
    table_schema: {
      price: { type: 'numeric(10,2)', nullable: false, default: 0 },
      author: { type: 'uuid', references: { table: 'authors', column: 'id', on_delete: 'cascade' } },
    },
  });
});

it('a draft with a problem is no body', () => {
  expect(toTableInput(table([column({ name: 'a', type: '' })]), [])).toBeUndefined();
  expect(toTableInput({ ...table([]), name: '' }, [])).toBeUndefined();
});

it('tells which columns the server adds', () => {
  expect(addedColumns([column({ name: 'id' })])).toEqual(['created_at', 'updated_at']);
});
