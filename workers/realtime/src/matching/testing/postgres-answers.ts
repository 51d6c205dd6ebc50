import type { Comparison, Condition, FilterNode } from '@selfdb/server/filter/tree';
// This file declares what `inject` returns.
import type {} from '@selfdb/server/testing/database-setup';
import pg from 'pg';
import { inject } from 'vitest';
import type { MatchColumn } from '../types/type-of.ts';

/** A connection with the session settings of the gateway. */
export async function connect(): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: inject('databaseUrl'),
    options: '-c TimeZone=UTC -c DateStyle=ISO -c IntervalStyle=postgres -c bytea_output=hex',
  });
  await client.connect();
  return client;
}

/** The ids of the matching rows of `table`, or the SQLSTATE if Postgres refuses a value. */
export async function askPostgres(
  client: pg.Client,
  table: string,
  filter: FilterNode<MatchColumn>,
): Promise<number[] | string> {
  const values: unknown[] = [];
  const where = nodeSql(filter, values);
  try {
    const { rows } = await client.query(`select id from ${table} r where ${where} order by id`, values);
    return rows.map(({ id }) => id);
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code && /^(22|42883|54000)/.test(error.code))
      return error.code;
    throw new Error(`${where} ${JSON.stringify(values)}`, { cause: error });
  }
}

function nodeSql(node: FilterNode<MatchColumn>, values: unknown[]): string {
  if (node.type === 'condition') return conditionSql(node, values);
  if (node.type === 'not') return `(not ${nodeSql(node.part, values)})`;
  if (node.parts.length === 0) return 'true';
  return `(${node.parts.map((part) => nodeSql(part, values)).join(` ${node.type} `)})`;
}

const SYMBOLS: Record<Comparison, string> = { eq: '=', neq: '<>', gt: '>', gte: '>=', lt: '<', lte: '<=' };

/** In the form of the rows API. */
function conditionSql({ column, test }: Condition<MatchColumn>, values: unknown[]): string {
  const cast = column.cast === 'json' ? 'jsonb' : column.cast;
  const left = column.cast === 'json' ? `r."${column.name}"::jsonb` : `r."${column.name}"`;
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const typed = (text: string) => {
    const zoned = cast.replace(/^timestamp without/, 'timestamp with');
    return `${parameter(text)}::text::${zoned}::${cast}`;
  };
  switch (test.operator) {
    case 'is':
      return `${left} is ${test.state.replace('_', ' ')}`;
    case 'in':
    case 'nin': {
      const items = test.texts.map(typed);
      return `${left} ${test.operator === 'in' ? '= any' : '<> all'}(array[${items.join()}]::${cast}[])`;
    }
    case 'like':
    case 'ilike':
      return `${left}::text ${test.operator} ${parameter(test.pattern)}`;
    case 'contains':
      return cast === 'jsonb' || column.category === 'A'
        ? `${left} @> ${typed(test.text)}`
        : `strpos(${left}::text, ${parameter(test.text)}) > 0`;
    default:
      return `${left} ${SYMBOLS[test.operator]} ${typed(test.text)}`;
  }
}
