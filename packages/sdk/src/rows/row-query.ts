import type { SortOrder } from '../http/list-options.ts';
import type { RequestOptions } from '../http/request-options.ts';
import type { ColumnCondition, Filter } from './filter.ts';
import type { Page, RowRead } from './read-rows.ts';

/** Reads one page of a table. */
export type ReadPage = <Selected>(read: RowRead, options?: RequestOptions) => Promise<Page<Selected>>;

interface QueryState {
  read: RowRead;
  filters: object[];
}

/** A question to a table, put together step by step. Every step changes it and gives it back. */
export class RowQuery<Row, Selected = Row> implements AsyncIterable<Selected> {
  /** The name of the table; undefined in a question to a table by its id. */
  readonly table: string | undefined;
  readonly #readPage: ReadPage;
  readonly #state: QueryState;

  constructor(readPage: ReadPage, table?: string, state: QueryState = { read: {}, filters: [] }) {
    this.table = table;
    this.#readPage = readPage;
    this.#state = state;
  }

  /** What it asks for so far, as `tables.data.fetch` takes it. */
  get read(): RowRead {
    const { read, filters } = this.#state;
    return { ...read, filter: filters.length > 1 ? { and: [...filters] } : filters[0] };
  }

  /**
   * Only rows that have this text in one of their text columns.
   *
   * @example
   * const { data } = await selfdb.tables.data.query(table.id).search('dune').execute();
   */
  search(term: string): this {
    return this.#with({ search: term });
  }

  /**
   * Only rows for which these conditions hold. Further filters must hold, too.
   *
   * @example
   * const books = selfdb.tables.data.query(table.id);
   * const { data } = await books.filter({ year: { gte: 1960 } }).filter('title', 'ilike', 'd%').execute();
   */
  filter(conditions: Filter<Row>): this;
  filter<Column extends keyof Row & string>(column: Column, value: Row[Column]): this;
  filter<Column extends keyof Row & string, Operator extends keyof ColumnCondition<Row[Column]>>(
    column: Column,
    operator: Operator,
    value: ColumnCondition<Row[Column]>[Operator],
  ): this;
  filter(...given: GivenFilter): this {
    this.#state.filters.push(toFilter(given));
    return this;
  }

  /**
   * Only these columns.
   *
   * @example
   * const { data } = await selfdb.tables.data.query(table.id).select('title', 'year').execute();
   */
  select<Column extends keyof Row & string>(
    ...columns: Column[] | [readonly Column[]]
  ): RowQuery<Row, Pick<Row, Column>> {
    const names: readonly (string | readonly string[])[] = columns;
    this.#with({ select: names.flat() });
    return new RowQuery(this.#readPage, this.table, this.#state);
  }

  /**
   * Sorts by a column, ascending unless you say otherwise.
   *
   * @example
   * const { data } = await selfdb.tables.data.query(table.id).sort('year', 'desc').execute();
   */
  sort(column: keyof Row & string, order: SortOrder = 'asc'): this {
    return this.#with({ sortBy: column, sortOrder: order });
  }

  /**
   * Which page to read, from 1.
   *
   * @example
   * const { data, total } = await selfdb.tables.data.query(table.id).page(2).pageSize(1).execute();
   */
  page(page: number): this {
    return this.#with({ page });
  }

  /**
   * How many rows a page has, at most 1000.
   *
   * @example
   * const { data } = await selfdb.tables.data.query(table.id).pageSize(10).execute();
   */
  pageSize(pageSize: number): this {
    return this.#with({ pageSize });
  }

  /**
   * How `total` is counted: `exact`, `estimated` (fast on large tables), or `none` (it is then null).
   *
   * @example
   * const { total } = await selfdb.tables.data.query(table.id).count('estimated').execute();
   */
  count(mode: 'exact' | 'estimated' | 'none'): this {
    return this.#with({ count: mode });
  }

  /**
   * Reads one page.
   *
   * @example
   * const { data, total, page, pageSize } = await selfdb.tables.data.query(table.id).execute();
   */
  execute(options?: RequestOptions): Promise<Page<Selected>> {
    return this.#readPage(this.read, options);
  }

  /**
   * Reads all pages, one after the other, from the chosen one. `total` is counted for the first only.
   *
   * @example
   * for await (const { data } of selfdb.tables.data.query(table.id).pageSize(500).pages()) console.log(data.length);
   */
  pages(options?: RequestOptions): AsyncGenerator<Page<Selected>, void, undefined> {
    return this.#readAll(this.read, options);
  }

  /**
   * Reads all rows, page by page as they are needed. (`for await (const row of query)`)
   *
   * @example
   * for await (const book of selfdb.tables.data.query(table.id).sort('title')) console.log(book.title);
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<Selected, void, undefined> {
    const read = { pageSize: 1000, count: 'none' as const, ...this.read };
    for await (const { data } of this.#readAll(read)) yield* data;
  }

  async *#readAll(first: RowRead, options?: RequestOptions): AsyncGenerator<Page<Selected>, void, undefined> {
    let read = first;
    for (let number = (first.page ?? 1) + 1; ; number++) {
      const page = await this.#readPage<Selected>(read, options);
      if (page.data.length > 0) yield page;
      if (page.next_cursor === null && page.data.length < page.pageSize) return;
      // Without a unique order there is no cursor, and the number of the page has to do.
      const next =
        page.next_cursor === null ? { page: number } : { page: undefined, cursor: page.next_cursor };
      read = { ...first, ...next, count: 'none' };
    }
  }

  #with(change: RowRead): this {
    Object.assign(this.#state.read, change);
    return this;
  }
}

type GivenFilter =
  | [object]
  | [column: string, value: unknown]
  | [column: string, operator: string, value: unknown];

function toFilter(given: GivenFilter): object {
  const [first, second, third] = given;
  if (typeof first !== 'string') return first;
  return { [first]: given.length === 3 ? { [String(second)]: third } : second };
}
