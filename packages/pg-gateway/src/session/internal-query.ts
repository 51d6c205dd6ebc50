import type { Connection, Submittable } from 'pg';

/** Messages of the gateway itself, with one Sync or simple query. Ignores the results. */
export class InternalQuery implements Submittable {
  readonly #messages: Buffer;
  readonly #onEnd: (error?: Error) => void;
  #error: Error | undefined;

  constructor(messages: Buffer, onEnd: (error?: Error) => void) {
    this.#messages = messages;
    this.#onEnd = onEnd;
  }

  submit(connection: Connection): void {
    connection.stream.write(this.#messages);
  }

  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleCommandComplete(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}

  handleError(error: Error, connection: Connection): void {
    this.#error = error;
    connection.once('readyForQuery', () => this.#onEnd(this.#error));
  }

  handleReadyForQuery(): void {
    this.#onEnd(this.#error);
  }
}
