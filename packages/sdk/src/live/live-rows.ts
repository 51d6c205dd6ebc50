import { SelfDBError } from '../errors.ts';
import type { RowRead } from '../rows/read-rows.ts';
import type { SelfDBClient } from './client.ts';
import { type ListNews, LiveList } from './live-list.ts';
import { Store } from './store.ts';
import { timeOrderedId } from './time-ordered-id.ts';
import { PendingWrites } from './window/pending-writes.ts';
import type { LiveRow } from './window/row-window.ts';
import type { TableShape } from './window/table-shape.ts';

/** Rows of a query at one moment. */
export interface LiveRowsState<Row> {
  /** In the order of the query. A row that has not changed is the same object as before. */
  rows: readonly Row[];
  /** Whether the first rows are on their way. */
  isLoading: boolean;
  /** Whether changes arrive at the moment. After a cut, those that were missed arrive first. */
  isLive: boolean;
  /** Whether the list goes on: `loadMore` reads the next page. */
  hasMore: boolean;
  /** Why the rows can't be read, or don't change any more. */
  error: Error | undefined;
}

const NOTHING = { rows: [], isLive: false, hasMore: false, error: undefined };

/** The table and the conditions of a query. */
export interface Question {
  table: string;
  read: RowRead;
}

/** What a query asks for. Throws SelfDBError unless it began with the name of a table. */
export function questionOf(query: { table: string | undefined; read: RowRead }): Question {
  const { table, read } = query;
  if (table !== undefined) return { table, read };
  throw new SelfDBError('Begin the query with selfdb.table(name).query().');
}

/** The rows of a query, kept current while it is started. */
export class LiveRows<Row extends object> {
  readonly #client: SelfDBClient;
  readonly #store: Store<LiveRowsState<Row>>;
  readonly #pending = new PendingWrites();
  /** Undefined if there is no query. */
  readonly #known: LiveList | undefined;
  readonly #isAscending: boolean;
  #starts = 0;
  #stopAuth: () => void = () => {};

  /** Use `liveRows(selfdb, query)`. Without a question there are no rows. */
  constructor(client: SelfDBClient, question: Question | undefined) {
    const { table, read } = question ?? { table: undefined, read: {} };
    this.#client = client;
    this.#isAscending = read.sortOrder === 'asc';
    this.#store = new Store({ ...NOTHING, isLoading: table !== undefined });
    if (table !== undefined) this.#known = new LiveList(client, table, read, (news) => this.#show(news));
  }

  /** The rows at the moment. The same object until something changes. */
  readonly getState = (): LiveRowsState<Row> => this.#store.getState();

  /** Follows the rows and calls a function after every change, until the function that it gives is called. */
  readonly subscribe = (listener: () => void): (() => void) => {
    const unsubscribe = this.#store.subscribe(listener);
    this.#starts += 1;
    if (this.#starts === 1) this.#start();
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      unsubscribe();
      this.#starts -= 1;
      if (this.#starts === 0) this.#stop();
    };
  };

  /** Reads the rows again. */
  readonly refetch = async (): Promise<void> => this.#known?.refetch();

  /** Reads the next page. From then on the list is no longer cut to one page. */
  readonly loadMore = async (): Promise<void> => this.#known?.loadMore();

  /** Inserts a row, which shows at once. If the server refuses it, it vanishes and the call throws. */
  readonly insert = async (row: Partial<Row>): Promise<Row> => {
    const shape = await this.#list.shape();
    const [column = '', ...more] = shape.key;
    const isNamed = more.length > 0 || shape.types[column] !== 'uuid' || column in row;
    const whole: LiveRow = isNamed ? { ...row } : { [column]: timeOrderedId(), ...row };
    return this.#write('insert', shape, whole, () => this.#client.tables.data.insert<Row>(shape.id, whole));
  };

  /** Changes a row, which shows at once. */
  readonly update = async (row: Row, changes: Partial<Row>): Promise<Row> => {
    const shape = await this.#list.shape();
    const shown = { ...row, ...changes };
    const send = () => this.#client.tables.data.updateRow<Row>(shape.id, idOf(shape, row), changes);
    return this.#write('update', shape, shown, send);
  };

  /** Deletes a row, which vanishes at once. */
  readonly delete = async (row: Row): Promise<void> => {
    const shape = await this.#list.shape();
    await this.#write('delete', shape, row, async () => {
      await this.#client.tables.data.deleteRow(shape.id, idOf(shape, row));
      return row;
    });
  };

  get #list(): LiveList {
    if (this.#known) return this.#known;
    throw new SelfDBError('There is no query yet.');
  }

  #start(): void {
    const list = this.#known;
    if (!list) return;
    this.#stopAuth = this.#client.auth.onAuthChange((state) => list.changeUser(state === 'signed_out'));
    list.start();
  }

  #stop(): void {
    this.#stopAuth();
    this.#known?.stop();
  }

  async #write(
    kind: 'insert' | 'update' | 'delete',
    shape: TableShape,
    written: object,
    send: () => Promise<Row>,
  ): Promise<Row> {
    const row: LiveRow = Object.fromEntries(Object.entries(written));
    const key = JSON.stringify(shape.key.map((column) => row[column]));
    const forget = this.#pending.add(kind, key, row);
    this.#show({});
    const end = () => {
      forget();
      this.#show({});
    };
    try {
      const answer = await send();
      // Until the change has arrived, which may be before or after the answer.
      void this.#list.settle().finally(end);
      return answer;
    } catch (error) {
      end();
      throw error;
    }
  }

  #show(news: ListNews): void {
    const window = this.#known?.window;
    const rows = window ? this.#pending.applyTo(window, !this.#isAscending) : [];
    this.#store.set({ ...news, rows: rows as Row[], hasMore: window?.hasMore ?? false });
  }
}

function idOf({ key }: TableShape, row: object): string {
  const [column = '', ...more] = key;
  const id: unknown = Reflect.get(row, column);
  if (more.length === 0 && (typeof id === 'string' || typeof id === 'number')) return String(id);
  throw new SelfDBError('A live list changes rows of tables whose primary key is one column.');
}
