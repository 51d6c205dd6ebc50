import { expect, test } from 'vitest';
import { printSchema, type TypedColumn } from './print-schema.ts';

const column = (name: string, type: string, over: Partial<TypedColumn> = {}): TypedColumn => ({
  name,
  type,
  nullable: false,
  hasDefault: false,
  isGenerated: false,
  ...over,
});

test('rows have every column, inserts those without a default, updates any but generated ones', () => {
  const columns = [
    column('id', 'uuid', { hasDefault: true }),
    column('title', 'character varying(255)'),
    column('odd name', 'numeric(10,2)', { nullable: true }),
    column('words', 'text[]', { isGenerated: true }),
    column('extra', 'jsonb', { hasDefault: true }),
  ];
  expect(
    printSchema([{ name: 'books', columns }])
      .split('\n')
      .slice(1),
  ).toEqual([
    'export interface Schema {',
    '  books: {',
    '    row: {',
    '      id: string;',
    '      title: string;',
    '      "odd name": number | null;',
    '      words: (string | null)[];',
    '      extra: unknown;',
    '    };',
    '    insert: {',
    '      id?: string;',
    '      title: string;',
    '      "odd name"?: number | null;',
    '      extra?: unknown;',
    '    };',
    '    update: {',
    '      id?: string;',
    '      title?: string;',
    '      "odd name"?: number | null;',
    '      extra?: unknown;',
    '    };',
    '  };',
    '}',
    '',
  ]);
});

test.each([
  ['bigint', 'number'],
  ['timestamp(3) with time zone', 'string'],
  ['boolean[]', '(boolean | null)[]'],
  ['json[]', 'unknown[]'],
  ['constructor', 'string'],
])('a value of the type %s is a %s', (type, expected) => {
  expect(printSchema([{ name: 't', columns: [column('c', type)] }])).toContain(`c: ${expected};`);
});
