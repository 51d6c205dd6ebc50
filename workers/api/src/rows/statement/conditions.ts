import { literalOfTexts } from '@selfdb/server/filter/array-literal';
import { isJson } from '@selfdb/server/filter/read-test';
import type { Comparison, Condition, State } from '@selfdb/server/filter/tree';
import { type RawBuilder, sql } from 'kysely';
import type { Column } from '../../catalog/table-meta.ts';
import { columnRef, searchable, typed } from './columns.ts';

const SYMBOLS: Record<Comparison, RawBuilder<unknown>> = {
  eq: sql.raw('='),
  neq: sql.raw('<>'),
  gt: sql.raw('>'),
  gte: sql.raw('>='),
  lt: sql.raw('<'),
  lte: sql.raw('<='),
};

const STATES: Record<State, RawBuilder<unknown>> = {
  null: sql.raw('is null'),
  not_null: sql.raw('is not null'),
  true: sql.raw('is true'),
  false: sql.raw('is false'),
};

/** Longer lists are hashed. */
const MAX_COMPARED = 1000;

/** A condition as SQL on the row `r`. */
export function conditionSql({ column, test }: Condition<Column>): RawBuilder<unknown> {
  const left = column.cast === 'json' ? sql`${columnRef(column)}::jsonb` : columnRef(column);
  switch (test.operator) {
    case 'is':
      return sql`${left} ${STATES[test.state]}`;
    case 'in':
      if (test.texts.length > MAX_COMPARED) return sql`${left} in (${hashed(column, test.texts)})`;
      return sql`${left} = any(${list(column, test.texts)})`;
    case 'nin':
      if (test.texts.length > MAX_COMPARED) return sql`${left} not in (${hashed(column, test.texts)})`;
      return sql`${left} <> all(${list(column, test.texts)})`;
    case 'like':
      return sql`${searchable(column, sql`${left}::text`)} like ${test.pattern}`;
    case 'ilike':
      return sql`${searchable(column, sql`${left}::text`)} ilike ${test.pattern}`;
    case 'contains':
      return isJson(column) || column.category === 'A'
        ? sql`${left} @> ${single(column, test.text)}`
        : sql`strpos(${searchable(column, sql`${left}::text`)}, ${test.text}) > 0`;
    default:
      return sql`${left} ${SYMBOLS[test.operator]} ${single(column, test.text)}`;
  }
}

function single(column: Column, text: string): RawBuilder<unknown> {
  return isJson(column) ? sql`${text}::jsonb` : typed(text, column.cast);
}

/** As a subquery, which Postgres hashes. With an array, a generic plan compares each row with every value. */
function hashed(column: Column, texts: string[]): RawBuilder<unknown> {
  return sql`select unnest(${list(column, texts)})`;
}

function list(column: Column, texts: string[]): RawBuilder<unknown> {
  return isJson(column) ? sql`${texts}::jsonb[]` : typed(literalOfTexts(texts), `${column.cast}[]`);
}
