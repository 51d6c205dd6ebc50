import type { Caller } from '../clients/client.ts';
import { pause } from '../pause.ts';
import { createTable, type NewTable, type Row, type Table } from '../world/tables.ts';
import { attempt } from './recovery.ts';

const AFTER_FAILURE_MS = 50;
const ROWS_IN_A_GO = 20;
const BETWEEN_GOES_MS = 5;

/** A table for a NumberWriter, whose changes are told. */
export function createNumberTable(
  owner: Caller,
  columns: NewTable['table_schema'] = {},
  over: NewTable = {},
): Promise<Table> {
  const n = { type: 'integer', unique: true };
  return createTable(owner, { realtime_enabled: true, table_schema: { n, ...columns }, ...over });
}

/** Writes rows with the numbers 1, 2, 3 … through the API, one after the other, each until it is there. */
export class NumberWriter {
  /** Rows that are there. */
  count = 0;
  #isOver = false;
  readonly #running: Promise<void>;

  constructor(owner: Caller, table: Table, columnsOf: (n: number) => Row = () => ({})) {
    this.#running = this.#run(async (n) => {
      const answer = await attempt(() => owner.post(`/tables/${table.id}/data`, { n, ...columnsOf(n) }));
      // 409: it was there already, and the answer was lost.
      return answer?.status === 201 || answer?.status === 409;
    });
  }

  async #run(write: (n: number) => Promise<boolean>): Promise<void> {
    while (!this.#isOver) {
      const n = this.count + 1;
      while (!(await write(n))) await pause(AFTER_FAILURE_MS);
      this.count = n;
      if (n % ROWS_IN_A_GO === 0) await pause(BETWEEN_GOES_MS);
    }
  }

  /** Gives how many rows there are. */
  async stop(): Promise<number> {
    this.#isOver = true;
    await this.#running;
    return this.count;
  }
}

/** The numbers from 1 on that a NumberWriter has written. */
export const numbersTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
