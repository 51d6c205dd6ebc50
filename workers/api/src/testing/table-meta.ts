import { type Column, type TableMeta, toTableMeta } from '../catalog/table-meta.ts';

const CATEGORIES: Record<string, string> = { text: 'S', 'character varying': 'S', boolean: 'B', uuid: 'U' };

/** A column as the catalog would describe it. */
export function columnOf(name: string, type: string, more: Partial<Column> = {}): Column {
  const cast = type.replace(/\(.*?\)/, '');
  return {
    name,
    type,
    cast,
    category: type.endsWith('[]') ? 'A' : (CATEGORIES[cast] ?? 'N'),
    base: null,
    nullable: true,
    default: null,
    generated: false,
    identity: false,
    domain: null,
    primary_key: false,
    sole_key: false,
    unique: false,
    checks: [],
    references: null,
    ...more,
  };
}

/** The metadata of a table called `things` with these columns. */
export function metaOf(...columns: Column[]): TableMeta {
  return toTableMeta({
    id: '00000000-0000-7000-8000-000000000000',
    name: 'things',
    oid: '1',
    version: '1',
    column_stamp: '1',
    index_stamp: '1',
    columns,
  });
}

export const idColumn = columnOf('id', 'uuid', { primary_key: true, unique: true, nullable: false });
