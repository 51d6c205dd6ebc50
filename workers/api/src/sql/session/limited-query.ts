import type { Connection, FieldDef, Submittable } from 'pg';

/** What Postgres answered to one statement. */
export interface StatementResult {
  fields: FieldDef[];
  rows: (string | null)[][];
  /** The command tag, such as `INSERT 0 1`; none if Postgres stopped at the row limit. */
  tag: string | undefined;
  truncated: boolean;
}

interface LimitedQueryOptions {
  text: string;
  values: (string | null)[];
  maxRows: number;
  /** Named, so that a later statement can refer to the rows that were not read. */
  portal: string;
}

/** The part of `pg`'s Connection that is missing or different in its types. */
interface WireConnection {
  parse(message: { text: string; name: string; types: number[] }): void;
  bind(message: { portal: string; statement: string; values: (string | null)[] }): void;
  describe(message: { type: 'P' | 'S'; name: string }): void;
  execute(message: { portal: string; rows: number }): void;
  sendCopyFail(message: string): void;
  flush(): void;
  sync(): void;
}

/**
 * One statement in the extended protocol with a row limit, so that Postgres stops producing rows. `pg`'s Client calls the
 * handlers. It asks for one row more than the limit, to learn whether there are more. Sync is sent after the statement has
 * ended, so that `COPY FROM STDIN` can be refused before.
 */
export class LimitedQuery implements Submittable {
  readonly result: Promise<StatementResult>;
  readonly #options: LimitedQueryOptions;
  readonly #answer: StatementResult = { fields: [], rows: [], tag: undefined, truncated: false };
  #resolve: (result: StatementResult) => void = () => {};
  #reject: (error: Error) => void = () => {};
  #synced = false;

  constructor(options: LimitedQueryOptions) {
    this.#options = options;
    this.result = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  submit(connection: Connection): void {
    const { text, values, maxRows, portal } = this.#options;
    const wire = toWire(connection);
    wire.parse({ text, name: '', types: [] });
    wire.bind({ portal, statement: '', values });
    wire.describe({ type: 'P', name: portal });
    wire.execute({ portal, rows: maxRows + 1 });
    wire.flush();
  }

  handleRowDescription(message: { fields: FieldDef[] }): void {
    this.#answer.fields = message.fields;
  }

  handleDataRow(message: { fields: (string | null)[] }): void {
    if (this.#answer.rows.length < this.#options.maxRows) this.#answer.rows.push(message.fields);
    else this.#answer.truncated = true;
  }

  handlePortalSuspended(connection: Connection): void {
    this.#sync(connection);
  }

  handleCommandComplete(message: { text: string }, connection: Connection): void {
    this.#answer.tag = message.text;
    this.#sync(connection);
  }

  handleEmptyQuery(connection: Connection): void {
    this.#sync(connection);
  }

  handleCopyInResponse(connection: Connection): void {
    toWire(connection).sendCopyFail('there is no standard input here; use INSERT instead');
  }

  handleCopyData(): void {}

  /** An error may also come after Sync: deferred constraints are checked when the transaction commits. */
  handleError(error: Error, connection: Connection): void {
    this.#sync(connection);
    this.#reject(error);
  }

  handleReadyForQuery(): void {
    this.#resolve(this.#answer);
  }

  #sync(connection: Connection): void {
    if (this.#synced) return;
    this.#synced = true;
    connection.sync();
  }
}

export function toWire(connection: Connection): WireConnection {
  return connection as Connection & WireConnection;
}
