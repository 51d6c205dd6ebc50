import type { Count, DeletedRow } from '../generated/types.gen.ts';
import type { HttpClient } from '../http/client.ts';
import type { RequestOptions } from '../http/request-options.ts';
import type { Filter } from '../rows/filter.ts';
import { type RowRead, readRows } from '../rows/read-rows.ts';
import { RowQuery } from '../rows/row-query.ts';
import { type RowKeyOptions, TableData } from '../rows/table-data.ts';
import type { TableType } from './schema-type.ts';
import type { TableIds } from './table-ids.ts';

/** The rows of the table with a name, with the types of the schema. */
export class NamedTable<Type extends TableType> {
  readonly #name: string;
  readonly #http: HttpClient;
  readonly #data: TableData;
  readonly #ids: TableIds;

  constructor(name: string, http: HttpClient, ids: TableIds) {
    this.#name = name;
    this.#http = http;
    this.#data = new TableData(http);
    this.#ids = ids;
  }

  /**
   * Begins a question: `execute` reads a page, `for await` all rows.
   *
   * @example
   * for await (const book of selfdb.table('books').query().filter({ year: { gte: 1960 } })) console.log(book.title);
   */
  query(): RowQuery<Type['row']> {
    const readPage = <Selected>(read: RowRead, options?: RequestOptions) =>
      this.#with(options, (id) => readRows<Selected>(this.#http, id, read, options));
    return new RowQuery(readPage, this.#name);
  }

  /**
   * Gets a row by its id.
   *
   * @example
   * const { id } = await selfdb.table('books').insert({ title: 'Solaris' });
   * const book = await selfdb.table('books').get(id);
   */
  get(rowId: string | number, key?: RowKeyOptions, options?: RequestOptions): Promise<Type['row']> {
    return this.#with(options, (id) => this.#data.getRow<Type['row']>(id, rowId, key, options));
  }

  /**
   * Inserts a row. Gives it with its defaults filled in.
   *
   * @example
   * const book = await selfdb.table('books').insert({ title: 'Dune', year: 1965 });
   */
  insert(row: Type['insert'], options?: RequestOptions): Promise<Type['row']> {
    return this.#with(options, (id) => this.#data.insert<Type['row']>(id, row, options));
  }

  /**
   * Inserts up to 10,000 rows, all or none. Gives them in their order.
   *
   * @example
   * const books = await selfdb.table('books').insertMany([{ title: 'Ubik' }, { title: 'Solaris' }]);
   */
  insertMany(rows: readonly Type['insert'][], options?: RequestOptions): Promise<Type['row'][]> {
    return this.#with(options, (id) => this.#data.insertMany<Type['row']>(id, rows, options));
  }

  /**
   * Inserts rows, or changes those with the same values in the columns `onConflict`, which must be unique together.
   *
   * @example
   * const book = await selfdb.table('books').insert({ title: 'Ubik' });
   * await selfdb.table('books').upsert([{ id: book.id, title: 'Ubik', year: 1969 }], { onConflict: 'id' });
   */
  upsert(
    rows: readonly Type['insert'][],
    conflict: { onConflict: Column<Type> | readonly Column<Type>[] },
    options?: RequestOptions,
  ): Promise<Type['row'][]> {
    return this.#with(options, (id) => this.#data.upsert<Type['row']>(id, rows, conflict, options));
  }

  /**
   * Changes a row. Gives the whole changed row.
   *
   * @example
   * const { id } = await selfdb.table('books').insert({ title: 'Dune' });
   * await selfdb.table('books').update(id, { year: 1965 });
   */
  update(
    rowId: string | number,
    changes: Type['update'],
    key?: RowKeyOptions,
    options?: RequestOptions,
  ): Promise<Type['row']> {
    return this.#with(options, (id) => this.#data.updateRow<Type['row']>(id, rowId, changes, key, options));
  }

  /**
   * Deletes a row.
   *
   * @example
   * const { id } = await selfdb.table('books').insert({ title: 'Dune' });
   * await selfdb.table('books').delete(id);
   */
  delete(rowId: string | number, key?: RowKeyOptions, options?: RequestOptions): Promise<DeletedRow> {
    return this.#with(options, (id) => this.#data.deleteRow(id, rowId, key, options));
  }

  /**
   * Changes all rows that a filter matches. Gives their number.
   *
   * @example
   * const { count } = await selfdb.table('books').updateMany({ year: { is: 'null' } }, { year: 1900 });
   */
  updateMany(filter: Filter<Type['row']>, changes: Type['update'], options?: RequestOptions): Promise<Count> {
    return this.#with(options, (id) => this.#data.updateMany(id, filter, changes, options));
  }

  /**
   * Deletes all rows that a filter matches. Gives their number.
   *
   * @example
   * const { count } = await selfdb.table('books').deleteMany({ year: { lt: 1900 } });
   */
  deleteMany(filter: Filter<Type['row']>, options?: RequestOptions): Promise<Count> {
    return this.#with(options, (id) => this.#data.deleteMany(id, filter, options));
  }

  #with<T>(options: RequestOptions | undefined, work: (id: string) => Promise<T>): Promise<T> {
    return this.#ids.with(this.#name, options, work);
  }
}

type Column<Type extends TableType> = keyof Type['row'] & string;
