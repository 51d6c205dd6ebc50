import { Client, type ClientConfig } from 'pg';
import type { SqlRequest } from '../statement/sql-request.ts';
import { InternalQuery } from './internal-query.ts';
import { type Outcome, PipelinedRequest, resetStatements } from './pipelined-request.ts';
import { PreparedStatements, type SchemaVersion } from './prepared-statements.ts';
import { type BackendKey, sendCancelRequest } from './server-address.ts';
import { MessageWriter } from './wire.ts';

// The wire adds lengths and field headers to the bytes that the limit counts.
const wireOverhead = 1.25;

// Parameter types older than this may belong to a table that has been altered since.
const freshStatementMs = 1_000;
const stalePlanCodes = new Set(['0A000', '26000']);
const staleTypeCodes = new Set(['22P02', '22003', '22007', '22008', '42804', '42846', '42883']);

function prepareResets(): Buffer {
  const writer = new MessageWriter();
  for (const { name, text } of resetStatements) writer.parse(name, text);
  return writer.sync().take();
}

function simpleQuery(text: string): Buffer {
  return new MessageWriter().simpleQuery(text).take();
}

/** One connection to Postgres with its prepared statements. Runs one request at a time. */
export class Session {
  readonly #client: Client;
  readonly #maxBytes: number;
  readonly #schema: SchemaVersion;
  readonly #prepared: PreparedStatements;
  #key: BackendKey | undefined;
  #running: PipelinedRequest | undefined;
  #wireBytes = 0;
  #cancelling: Promise<void> | undefined;
  #dirty = false;
  #closed = false;
  onClosed: () => void = () => {};

  constructor(config: ClientConfig, maxBytes: number, schema: SchemaVersion) {
    this.#client = new Client(config);
    this.#maxBytes = maxBytes;
    this.#schema = schema;
    this.#prepared = new PreparedStatements(schema);
  }

  get closed(): boolean {
    return this.#closed;
  }

  get preparedCount(): number {
    return this.#prepared.size;
  }

  async open(): Promise<void> {
    const client = this.#client;
    client.connection.on('backendKeyData', (key: BackendKey) => {
      this.#key = { processID: key.processID, secretKey: key.secretKey };
    });
    client.on('error', () => this.destroy());
    client.on('end', () => this.#markClosed());
    await client.connect();
    client.connection.stream.on('data', (bytes: Buffer) => this.#countBytes(bytes.length));
    await this.#runInternalQuery(prepareResets());
  }

  /** Runs the request. Runs it a second time when a reused statement was out of date. */
  async run(request: SqlRequest): Promise<Outcome> {
    const first = await this.#attempt(request);
    if (!this.#closed && !this.#cancelling && this.#isStale(first.outcome, first.pipelined)) {
      first.pipelined.forgetStatements();
      await this.clean();
      return (await this.#attempt(request)).outcome;
    }
    return first.outcome;
  }

  /** Cancels the running request. `clean` then waits until the cancel can't hit a later one. */
  cancel(): void {
    if (!this.#running || this.#cancelling || !this.#key) return;
    this.#cancelling = sendCancelRequest(this.#client, this.#key);
    this.#cancelling.catch(() => this.destroy());
  }

  get needsCleaning(): boolean {
    return this.#dirty || this.#cancelling !== undefined || this.#client.getTransactionStatus() !== 'I';
  }

  /** Makes the connection usable for the next request, or closes it. */
  async clean(): Promise<void> {
    try {
      if (this.#cancelling) {
        await this.#cancelling;
        this.#cancelling = undefined;
        // A cancel that arrives after the request's end hits this instead of the next request.
        await this.#runInternalQuery(simpleQuery('SELECT')).catch(() => {});
      }
      if (this.#client.getTransactionStatus() !== 'I') await this.#runInternalQuery(simpleQuery('ROLLBACK'));
      if (this.#dirty) {
        await this.#runInternalQuery(simpleQuery('DISCARD ALL'));
        this.#prepared.clear();
        await this.#runInternalQuery(prepareResets());
        this.#dirty = false;
      }
    } catch {
      this.destroy();
    }
  }

  /** Ends the session with the server. */
  async close(): Promise<void> {
    await this.#client.end().catch(() => {});
  }

  destroy(): void {
    this.#client.connection.stream.destroy();
    this.#markClosed();
  }

  #attempt(request: SqlRequest): Promise<{ outcome: Outcome; pipelined: PipelinedRequest }> {
    return new Promise((resolve) => {
      const pipelined = new PipelinedRequest(request, this.#prepared, this.#maxBytes, (outcome) => {
        this.#running = undefined;
        if (pipelined.leavesState) this.#dirty = true;
        if (pipelined.schemaChanged) this.#schema.value += 1;
        // Otherwise rows may still arrive, or a COPY waits, or the resets themselves failed.
        if (outcome.kind !== 'answer' && outcome.kind !== 'error') this.destroy();
        resolve({ outcome, pipelined });
      });
      this.#wireBytes = 0;
      this.#running = pipelined;
      this.#client.query(pipelined);
    });
  }

  #isStale(outcome: Outcome, pipelined: PipelinedRequest): boolean {
    if (outcome.kind !== 'error' || !pipelined.repeatable) return false;
    const preparedAtMs = pipelined.failedStatementPreparedAtMs;
    const code = outcome.error.code ?? '';
    if (preparedAtMs === undefined) return false;
    if (stalePlanCodes.has(code)) return true;
    return staleTypeCodes.has(code) && performance.now() - preparedAtMs > freshStatementMs;
  }

  #countBytes(bytes: number): void {
    this.#wireBytes += bytes;
    if (this.#wireBytes > this.#maxBytes * wireOverhead) this.#running?.overflow();
  }

  #runInternalQuery(messages: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(new Error('the connection is closed'));
      this.#client.once('end', reject);
      const internalQuery = new InternalQuery(messages, (error) => {
        this.#client.off('end', reject);
        if (error) reject(error);
        else resolve();
      });
      this.#client.query(internalQuery);
    });
  }

  #markClosed(): void {
    this.#running?.connectionLost();
    if (this.#closed) return;
    this.#closed = true;
    this.onClosed();
  }
}
