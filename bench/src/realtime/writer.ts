import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Bench } from '../bench.ts';
import { body, type LiveTable } from './live-table.ts';

/** Commits directly to Postgres, over one connection. Rows are numbered from 1. */
export interface Writer {
  /** Commits rows one by one, as fast as Postgres takes them. */
  insertOneByOne(table: LiveTable, rows: number): Promise<void>;
  /** Commits one row when it is due, that many times a second, until `isOver`. Returns their number. */
  pace(table: LiveTable, perSecond: number, isOver: (rows: number) => boolean): Promise<number>;
  /** Commits so many rows in one transaction. */
  insertAtOnce(table: LiveTable, rows: number, after?: number): Promise<void>;
}

/** Connects, and lets the stack end the connection. */
export async function connectWriter(
  { instance, signal }: Bench,
  stack: AsyncDisposableStack,
): Promise<Writer> {
  const client = new pg.Client({ connectionString: instance.databaseUrl });
  await client.connect();
  stack.defer(() => client.end());
  const insert = ({ name }: LiveTable, number: number) =>
    client.query({
      name,
      text: `insert into public."${name}" (n, body) values ($1, $2)`,
      values: [number, body],
    });
  return {
    async insertOneByOne(table, rows) {
      for (let number = 1; number <= rows; number += 1) await insert(table, number);
    },
    async pace(table, perSecond, isOver) {
      const startMs = performance.now();
      let rows = 0;
      while (!isOver(rows)) {
        // By the schedule and not by the previous row, so that delays are caught up.
        const waitMs = startMs + (rows * 1000) / perSecond - performance.now();
        if (waitMs > 0) await sleep(waitMs, undefined, { signal });
        rows += 1;
        await insert(table, rows);
      }
      return rows;
    },
    async insertAtOnce({ name }, rows, after = 0) {
      const numbers = `generate_series(${after + 1}, ${after + rows})`;
      await client.query(`insert into public."${name}" (n, body) select n, $1 from ${numbers} n`, [body]);
    },
  };
}
