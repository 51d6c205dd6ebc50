import type {
  Count,
  CreateIndex,
  CreateTable,
  DeletedTable,
  Table,
  TableIndex,
  TableRelationship,
  TableSql,
  UpdateTable,
} from '../generated/types.gen.ts';
import type { HttpClient } from '../http/client.ts';
import { type ListOptions, listQuery } from '../http/list-options.ts';
import type { RequestOptions } from '../http/request-options.ts';
import { TableData } from '../rows/table-data.ts';
import { Columns } from './columns.ts';
import { SchemaPreview } from './preview.ts';
import type { TableIds } from './table-ids.ts';

type TableSort = 'created_at' | 'updated_at' | 'name';

/** Tables, their columns and their rows. */
export class TablesClient {
  /** Sends the requests; also takes tokens from elsewhere. */
  readonly client: HttpClient;
  readonly columns: Columns;
  readonly data: TableData;
  /** The SQL of changes, without making them. */
  readonly preview: SchemaPreview;
  readonly #ids: TableIds;

  constructor(client: HttpClient, ids: TableIds) {
    this.client = client;
    this.columns = new Columns(client);
    this.data = new TableData(client);
    this.preview = new SchemaPreview(client);
    this.#ids = ids;
  }

  /**
   * Creates a table. `id`, `created_at` and `updated_at` are added unless you declare them.
   *
   * @example
   * const films = await selfdb.tables.create({
   *   name: `films_${Date.now()}`,
   *   table_schema: { title: { type: 'text', nullable: false }, year: { type: 'integer' } },
   *   public: false,
   * });
   */
  create(table: CreateTable, options?: RequestOptions): Promise<Table> {
    return this.client.call('POST /tables', { body: table }, options);
  }

  /**
   * Lists the tables that you may read.
   *
   * @example
   * for (const { name, row_count } of await selfdb.tables.list({ sortBy: 'name', sortOrder: 'asc' })) {
   *   console.log(name, row_count);
   * }
   */
  list(list: ListOptions<TableSort> = {}, options?: RequestOptions): Promise<Table[]> {
    return this.client.call('GET /tables', { query: listQuery(list) }, options);
  }

  /**
   * Counts the tables that you may read.
   *
   * @example
   * const { count } = await selfdb.tables.count({ search: 'books' });
   */
  count({ search }: { search?: string | undefined } = {}, options?: RequestOptions): Promise<Count> {
    return this.client.call('GET /tables/count', { query: { search } }, options);
  }

  /**
   * Gets a table by id.
   *
   * @example
   * const { name, table_schema } = await selfdb.tables.get(table.id);
   */
  get(id: string, options?: RequestOptions): Promise<Table> {
    return this.client.call('GET /tables/{id}', { path: { id } }, options);
  }

  /**
   * Changes a table: its name, access, description, metadata, and whether realtime follows it.
   *
   * @example
   * await selfdb.tables.update(table.id, { description: 'What we have read', access: 'users' });
   */
  async update(id: string, changes: UpdateTable, options?: RequestOptions): Promise<Table> {
    const table = await this.client.call('PATCH /tables/{id}', { path: { id }, body: changes }, options);
    this.#ids.forget();
    return table;
  }

  /**
   * Drops a table and its rows.
   *
   * @example
   * const { id } = await selfdb.tables.create({ name: `drafts_${Date.now()}`, table_schema: {}, public: false });
   * await selfdb.tables.delete(id);
   */
  async delete(id: string, options?: RequestOptions): Promise<DeletedTable> {
    const deleted = await this.client.call('DELETE /tables/{id}', { path: { id } }, options);
    this.#ids.forget();
    return deleted;
  }

  /**
   * Lists the indexes of a table, the primary key first.
   *
   * @example
   * for (const { name, columns, unique } of await selfdb.tables.indexes(table.id)) console.log(name, columns, unique);
   */
  indexes(id: string, options?: RequestOptions): Promise<TableIndex[]> {
    return this.client.call('GET /tables/{id}/indexes', { path: { id } }, options);
  }

  /**
   * Creates an index. Rows can't be written while it is being built.
   *
   * @example
   * const index = await selfdb.tables.createIndex(table.id, { columns: ['year'], method: 'brin' });
   */
  createIndex(id: string, index: CreateIndex, options?: RequestOptions): Promise<TableIndex> {
    return this.client.call('POST /tables/{id}/indexes', { path: { id }, body: index }, options);
  }

  /**
   * Drops an index. Throws ConflictError for that of a primary key or another constraint.
   *
   * @example
   * const { name } = await selfdb.tables.createIndex(table.id, { columns: ['title'] });
   * await selfdb.tables.deleteIndex(table.id, name);
   */
  async deleteIndex(id: string, name: string, options?: RequestOptions): Promise<void> {
    await this.client.call('DELETE /tables/{id}/indexes/{name}', { path: { id, name } }, options);
  }

  /**
   * Lists the foreign keys from a table and to it.
   *
   * @example
   * const references = await selfdb.tables.relationships(table.id);
   */
  relationships(id: string, options?: RequestOptions): Promise<TableRelationship[]> {
    return this.client.call('GET /tables/{id}/relationships', { path: { id } }, options);
  }

  /**
   * Gets the SQL that creates a table again.
   *
   * @example
   * const { sql } = await selfdb.tables.sql(table.id);
   */
  sql(id: string, options?: RequestOptions): Promise<TableSql> {
    return this.client.call('GET /tables/{id}/sql', { path: { id } }, options);
  }
}
