import { rowsTable } from './row-statement.ts';

/** A list of rows with its exact count, as a query of the API and as the simplest SQL for the same. */
export interface ListStatement {
  /** The query of the URL. */
  query: Record<string, string>;
  text: string;
  values: string[];
}

export type ListName = 'sorted' | 'search' | 'filter';

const size = 20;
const page_size = String(size);

export const listStatements: Record<ListName, ListStatement> = {
  sorted: {
    query: { page_size, sort_by: 'amount', sort_order: 'desc' },
    text: pageAndTotal('true', 'amount desc, id desc'),
    values: [],
  },
  search: {
    query: { page_size, search: 'person 77' },
    text: pageAndTotal('name ilike $1 or email ilike $1', 'id desc'),
    values: ['%person 77%'],
  },
  filter: {
    query: { page_size, filter: '{"amount":{"gte":50000}}' },
    text: pageAndTotal('amount >= $1::int', 'id desc'),
    values: ['50000'],
  },
};

function pageAndTotal(where: string, order: string): string {
  const from = `from public.${rowsTable} where ${where}`;
  return `select (select json_agg(r)::text from (select * ${from} order by ${order} limit ${size}) r) as body,
    (select count(*) ${from}) as total`;
}
