import type { Connection, Submittable } from 'pg';
import { toWire } from './limited-query.ts';

/** Asks Postgres for the types of a statement's parameters; the statement is parsed but not run. */
export class ParameterTypesQuery implements Submittable {
  readonly result: Promise<number[]>;
  readonly #text: string;
  #types: number[] = [];
  #resolve: (types: number[]) => void = () => {};
  #reject: (error: Error) => void = () => {};

  constructor(text: string) {
    this.#text = text;
    this.result = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  submit(connection: Connection): void {
    const wire = toWire(connection);
    // `pg` has no handler for this message.
    const take = ({ dataTypeIDs }: { dataTypeIDs: number[] }) => {
      this.#types = dataTypeIDs;
    };
    connection.once('parameterDescription', take);
    connection.once('readyForQuery', () => connection.removeListener('parameterDescription', take));
    wire.parse({ text: this.#text, name: '', types: [] });
    wire.describe({ type: 'S', name: '' });
    wire.sync();
  }

  handleRowDescription(): void {}

  handleError(error: Error): void {
    this.#reject(error);
  }

  handleReadyForQuery(): void {
    this.#resolve(this.#types);
  }
}
