import { Client, type ClientConfig } from 'pg';
import type { SqlRequest } from '../statement/sql-request.ts';
import { InternalQuery } from './internal-query.ts';
import { type Outcome, PipelinedRequest, resetStatements } from './pipelined-request.ts';
import { PreparedStatements, type SchemaVersion } from './prepared-statements.ts';
import { type BackendKey, requestCancel } from './server-address.ts';
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

/** One connection to Postgres and what has been prepared on it. Runs one request at a time. */
export class Session {
  readonly #client: Client;
  readonly #maxBytes: number;
  readonly #schema: SchemaVersion;
  readonly #prepared: PreparedStatements;
  #key: BackendKey | undefined;
  #pipelinedRequest: PipelinedRequest | undefined;
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
    await this.#runErrand(prepareResets());
  }

  /** Runs the request, and again when a reused statement turns out to be out of date. */
  async run(request: SqlRequest): Promise<Outcome> {
    const first = await this.#attempt(request);
    if (!this.#closed && !this.#cancelling && this.#isStale(first.outcome, first.pipelinedRequest)) {
      first.pipelinedRequest.forgetStatements();
      await this.clean();
      return (await this.#attempt(request)).outcome;
    }
    return first.outcome;
  }

  /** Cancels the running request; `clean` then waits until the cancel can't hit a later one. */
  interrupt(): void {
    if (!this.#pipelinedRequest || this.#cancelling || !this.#key) return;
    this.#cancelling = requestCancel(this.#client, this.#key);
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
        await this.#runErrand(simpleQuery('SELECT')).catch(() => {});
      }
      if (this.#client.getTransactionStatus() !== 'I') await this.#runErrand(simpleQuery('ROLLBACK'));
      if (this.#dirty) {
        await this.#runErrand(simpleQuery('DISCARD ALL'));
        this.#prepared.clear();
        await this.#runErrand(prepareResets());
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

  #attempt(request: SqlRequest): Promise<{ outcome: Outcome; pipelinedRequest: PipelinedRequest }> {
    return new Promise((resolve) => {
      const pipelinedRequest = new PipelinedRequest(request, this.#prepared, this.#maxBytes, (outcome) => {
        this.#pipelinedRequest = undefined;
        if (pipelinedRequest.leavesState) this.#dirty = true;
        if (pipelinedRequest.schemaChanged) this.#schema.value += 1;
        // Otherwise rows may still arrive, or a COPY waits, or the resets themselves failed.
        if (outcome.kind !== 'answer' && outcome.kind !== 'error') this.destroy();
        resolve({ outcome, pipelinedRequest });
      });
      this.#wireBytes = 0;
      this.#pipelinedRequest = pipelinedRequest;
      this.#client.query(pipelinedRequest);
    });
  }

  #isStale(outcome: Outcome, pipelinedRequest: PipelinedRequest): boolean {
    if (outcome.kind !== 'error' || !pipelinedRequest.repeatable) return false;
    const preparedAtMs = pipelinedRequest.failedStatementPreparedAtMs;
    const code = outcome.error.code ?? '';
    if (preparedAtMs === undefined) return false;
    if (stalePlanCodes.has(code)) return true;
    return staleTypeCodes.has(code) && performance.now() - preparedAtMs > freshStatementMs;
  }

  #countBytes(bytes: number): void {
    this.#wireBytes += bytes;
    if (this.#wireBytes > this.#maxBytes * wireOverhead) this.#pipelinedRequest?.overflow();
  }

  #runErrand(messages: Buffer): Promise<void> {
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
    this.#pipelinedRequest?.connectionLost();
    if (this.#closed) return;
    this.#closed = true;
    this.onClosed();
  }
}
