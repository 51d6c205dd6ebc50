import type {
  AddColumn,
  CreateIndex,
  CreateTable,
  SqlPreview,
  UpdateColumn,
  UpdateTable,
} from '../generated/types.gen.ts';
import type { HttpClient } from '../http/client.ts';
import { fillPath } from '../http/path.ts';
import type { RequestOptions } from '../http/request-options.ts';

/**
 * The SQL of changes, without making them. Throws what the change itself would throw, as far as that is known without running it:
 * rights, names, types, and values that would be lost.
 */
export class SchemaPreview {
  readonly #http: HttpClient;

  constructor(http: HttpClient) {
    this.#http = http;
  }

  /**
   * The SQL that would create a table.
   *
   * @example
   * const { statements } = await selfdb.tables.preview.create({ name: 'drafts', table_schema: {}, public: false });
   */
  create(table: CreateTable, options?: RequestOptions): Promise<SqlPreview> {
    return this.#ask('POST /tables', {}, table, options);
  }

  /**
   * The SQL that would change a table. None for what SelfDB only remembers, such as its description.
   *
   * @example
   * const { statements } = await selfdb.tables.preview.update(table.id, { realtime_enabled: true });
   */
  update(id: string, changes: UpdateTable, options?: RequestOptions): Promise<SqlPreview> {
    return this.#ask('PATCH /tables/{id}', { id }, changes, options);
  }

  /**
   * The SQL that would drop a table.
   *
   * @example
   * const { statements } = await selfdb.tables.preview.delete(table.id);
   */
  delete(id: string, options?: RequestOptions): Promise<SqlPreview> {
    return this.#ask('DELETE /tables/{id}', { id }, undefined, options);
  }

  /**
   * The SQL that would add a column.
   *
   * @example
   * const { statements } = await selfdb.tables.preview.addColumn(table.id, { name: 'rating', type: 'numeric' });
   */
  addColumn(tableId: string, column: AddColumn, options?: RequestOptions): Promise<SqlPreview> {
    return this.#ask('POST /tables/{id}/columns', { id: tableId }, column, options);
  }

  /**
   * The SQL that would rename or change a column. Throws ConflictError if a new type would lose data.
   *
   * @example
   * const { statements } = await selfdb.tables.preview.updateColumn(table.id, 'year', { new_name: 'published' });
   */
  updateColumn(
    tableId: string,
    column: string,
    changes: UpdateColumn,
    options?: RequestOptions,
  ): Promise<SqlPreview> {
    return this.#ask('PATCH /tables/{id}/columns/{column}', { id: tableId, column }, changes, options);
  }

  /**
   * The SQL that would drop a column.
   *
   * @example
   * const { statements } = await selfdb.tables.preview.removeColumn(table.id, 'year');
   */
  removeColumn(tableId: string, column: string, options?: RequestOptions): Promise<SqlPreview> {
    return this.#ask('DELETE /tables/{id}/columns/{column}', { id: tableId, column }, undefined, options);
  }

  /**
   * The SQL that would create an index.
   *
   * @example
   * const { statements } = await selfdb.tables.preview.createIndex(table.id, { columns: ['year'] });
   */
  createIndex(tableId: string, index: CreateIndex, options?: RequestOptions): Promise<SqlPreview> {
    return this.#ask('POST /tables/{id}/indexes', { id: tableId }, index, options);
  }

  /**
   * The SQL that would drop an index.
   *
   * @example
   * const { name } = await selfdb.tables.createIndex(table.id, { columns: ['year'] });
   * const { statements } = await selfdb.tables.preview.deleteIndex(table.id, name);
   */
  deleteIndex(tableId: string, name: string, options?: RequestOptions): Promise<SqlPreview> {
    return this.#ask('DELETE /tables/{id}/indexes/{name}', { id: tableId, name }, undefined, options);
  }

  /** A preview changes nothing, so it may be repeated. */
  #ask(
    operation: string,
    path: Record<string, string>,
    body: unknown,
    options: RequestOptions | undefined,
  ): Promise<SqlPreview> {
    const [method = '', template = ''] = operation.split(' ');
    const query = { dry_run: true };
    return this.#http.json(method, fillPath(template, path), { ...options, query, json: body, isSafe: true });
  }
}
