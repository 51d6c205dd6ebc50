import { expect } from 'vitest';
import { ChannelClient, type Door } from '../clients/channel-client.ts';
import type { Caller } from '../clients/client.ts';
import { expectStatus } from '../expectations.ts';
import { createTable, insertRows, type Table } from '../world/tables.ts';
import { system } from '../world/users.ts';

const BEAT_EVERY_MS = 30_000;

/** A client that a test leaves alone: whatever the others do, it goes on receiving every change, once and in order. */
export class ControlClient {
  readonly table: Table;
  readonly client: ChannelClient;
  readonly #owner: Caller;
  #written = 0;
  #beating: NodeJS.Timeout | undefined;

  private constructor(owner: Caller, table: Table, client: ChannelClient) {
    this.#owner = owner;
    this.table = table;
    this.client = client;
  }

  static async open(owner: Caller, at: Door = system): Promise<ControlClient> {
    const table = await createTable(owner, {
      public: true,
      realtime_enabled: true,
      table_schema: { n: { type: 'integer' }, filler: { type: 'text', nullable: true } },
    });
    const client = await ChannelClient.open(undefined, {}, at);
    client.listen(({ payload }) => {
      // Large values are not kept.
      if (payload.new) Object(payload.new).filler = null;
    });
    const control = new ControlClient(owner, table, client);
    expect(await client.join(control.topic)).toMatchObject({ status: 'ok' });
    return control;
  }

  get topic(): string {
    return `table:${this.table.name}`;
  }

  /** Writes one more change. */
  async write(): Promise<void> {
    this.#written += 1;
    await insertRows(this.#owner, this.table, [{ n: this.#written }]);
  }

  /** Writes `count` changes of `bytes` each, which cost little to write. The owner has to be an ADMIN. */
  async writeLarge(count: number, bytes: number): Promise<void> {
    const numbers = `generate_series(${this.#written + 1}, ${this.#written + count}) n`;
    const query = `insert into "${this.table.name}" (n, filler) select n, repeat('x', ${bytes}) from ${numbers}`;
    expectStatus(await this.#owner.post('/sql/query', { query }), 200);
    this.#written += count;
  }

  /** Fails unless every change that was written has come, or comes in time. */
  async expectEveryChange(): Promise<void> {
    await this.write();
    const changes = () => this.client.changes(this.topic);
    await this.client.until('every change', () => changes().length >= this.#written);
    const expected = Array.from({ length: this.#written }, (_, index) => index + 1);
    expect(changes().map((change) => change.new?.n)).toEqual(expected);
  }

  /** Sends heartbeats from now on, as often as clients of Phoenix do. */
  startHeartbeat(): void {
    this.#beating = setInterval(() => this.client.send('phoenix', 'heartbeat'), BEAT_EVERY_MS);
  }

  async close(): Promise<void> {
    clearInterval(this.#beating);
    await this.client.close();
  }
}
