import { NotFoundError } from '../../errors.ts';
import type { RowRead } from '../../rows/read-rows.ts';
import type { SelfDBClient } from '../client.ts';
import { DEFAULT_PAGE_SIZE, findShape, readOn, readWindow, withPlace } from './read-window.ts';
import type { RowWindow } from './row-window.ts';
import type { TableShape } from './table-shape.ts';

/** Reads the first rows of a query, by a table's name. */
export class WindowReader {
  readonly #client: SelfDBClient;
  readonly #table: string;
  readonly #read: RowRead;
  readonly #pageSize: number;
  #shape: TableShape | undefined;
  /** How many rows were asked for; undefined until more than a page was. */
  #grown: number | undefined;

  constructor(client: SelfDBClient, table: string, read: RowRead) {
    this.#client = client;
    this.#table = table;
    this.#pageSize = read.pageSize ?? DEFAULT_PAGE_SIZE;
    this.#read = { ...read, pageSize: this.#pageSize };
  }

  /** The table, as it was read last. */
  async shape(signal: AbortSignal | undefined): Promise<TableShape> {
    this.#shape ??= await findShape(this.#client, this.#table, { signal });
    return this.#shape;
  }

  /** The next read asks for the table again. */
  forget(): void {
    this.#shape = undefined;
  }

  /** Makes room for a further page. From now on the window is not cut to one page. */
  grow(window: RowWindow): void {
    this.#grown = window.rows.length + this.#pageSize;
    window.limit = undefined;
  }

  async read(signal: AbortSignal): Promise<RowWindow> {
    const known = this.#shape;
    const isGrown = this.#grown !== undefined;
    const size = { count: this.#grown ?? this.#pageSize, limit: isGrown ? undefined : this.#pageSize };
    try {
      const shape = await this.shape(signal);
      return await readWindow(this.#client, shape, withPlace(shape, this.#read), { ...size, signal });
    } catch (error) {
      this.forget();
      // The table may have been made again under its name.
      if (known && error instanceof NotFoundError) return this.read(signal);
      throw error;
    }
  }

  /** Adds the next page to a window. */
  async readOn(window: RowWindow, signal: AbortSignal): Promise<void> {
    const shape = await this.shape(signal);
    await readOn(this.#client, shape, window, withPlace(shape, this.#read), signal);
  }
}
