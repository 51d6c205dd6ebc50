import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { parseCopy } from '../script/copy-statement.ts';
import { ScriptError, type ScriptEvent, startOf } from '../script/script-event.ts';
import { ScriptSplitter } from '../script/split-script.ts';
import { type Treatment, treatmentOf } from '../script/statement-policy.ts';
import { extendedQuery } from './extended-query.ts';
import { isAboutMissingObject, leftOutForRole } from './left-out.ts';

export interface ScriptResult {
  /** Statements about rights, to be run once all objects have their owners. */
  grants: string[];
  /** Sentences about what was left out. */
  notes: string[];
}

/**
 * Runs the script of a dump, statement by statement, as `treat` says of each. Throws a ScriptError that says which one failed.
 */
export async function runScript(
  client: Client,
  script: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  report: (bytes: number) => void,
  treat: (sql: string) => Treatment = treatmentOf,
): Promise<ScriptResult> {
  const run = new ScriptRun(client, treat);
  const splitter = new ScriptSplitter();
  let bytes = 0;
  for await (const chunk of script) {
    bytes += chunk.byteLength;
    for (const event of splitter.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)))
      await run.take(event);
    report(bytes);
  }
  for (const event of splitter.end()) await run.take(event);
  const { grants, notes } = run;
  return { grants, notes };
}

class ScriptRun implements ScriptResult {
  readonly grants: string[] = [];
  readonly notes: string[] = [];
  readonly #client: Client;
  readonly #treat: (sql: string) => Treatment;
  #copy: RunningCopy | undefined;

  constructor(client: Client, treat: (sql: string) => Treatment) {
    this.#client = client;
    this.#treat = treat;
  }

  async take(event: ScriptEvent): Promise<void> {
    if (event.kind === 'statement') {
      const treatment = this.#treat(event.sql);
      if (treatment === 'grant') this.grants.push(event.sql);
      if (treatment === 'run') await this.#run(event.sql);
    } else if (event.kind === 'copy') {
      this.#copy = await beginCopy(this.#client, event.sql);
    } else if (event.kind === 'rows') {
      await this.#copy?.write(event.bytes);
    } else {
      await this.#copy?.end();
    }
  }

  /** By the extended protocol, in which no second statement can hide in the first. */
  async #run(sql: string): Promise<void> {
    try {
      await this.#client.query(extendedQuery(sql));
    } catch (error) {
      if (!mayLack(sql) || !isAboutMissingObject(error)) throw failure(startOf(sql), error);
      if (!sql.startsWith('SET ')) this.notes.push(leftOutForRole(sql));
    }
  }
}

/** Whether the statement may name a setting that an older server does not know, or a role of another server. */
function mayLack(sql: string): boolean {
  return /^(?:SET|CREATE POLICY) /.test(sql);
}

/**
 * Begins a COPY whose rows will lie in the table in the order in which they come, so that the proof can compare them as they
 * are read. Into a table that this transaction has emptied, Postgres only appends; otherwise it also fills the ends of pages
 * (TABLE_INSERT_SKIP_FSM). A table that an extension has filled keeps its rows.
 */
async function beginCopy(client: Client, sql: string): Promise<RunningCopy> {
  const { name } = parseCopy(sql);
  try {
    const { rowCount } = await client.query(extendedQuery(`select from only ${name} limit 1`));
    if (rowCount === 0) {
      await client.query('begin');
      await client.query(extendedQuery(`truncate only ${name}`));
    }
    return new RunningCopy(client, name, sql, rowCount === 0);
  } catch (error) {
    throw failure(name, error);
  }
}

/** A COPY that is getting its rows. */
class RunningCopy {
  readonly #client: Client;
  readonly #table: string;
  readonly #isTransaction: boolean;
  readonly #stream: ReturnType<typeof copyFrom>;
  readonly #ended: Promise<void>;

  constructor(client: Client, table: string, sql: string, isTransaction: boolean) {
    this.#client = client;
    this.#table = table;
    this.#isTransaction = isTransaction;
    this.#stream = client.query(copyFrom(sql));
    this.#ended = finished(this.#stream);
    // `write` and `end` throw it.
    this.#ended.catch(() => {});
  }

  async write(bytes: Buffer): Promise<void> {
    if (this.#stream.errored) throw failure(this.#table, this.#stream.errored);
    if (!this.#stream.write(bytes)) await Promise.race([once(this.#stream, 'drain'), this.#orFail()]);
  }

  async end(): Promise<void> {
    this.#stream.end();
    await this.#orFail();
    if (this.#isTransaction) await this.#client.query('commit');
  }

  #orFail(): Promise<void> {
    return this.#ended.catch((error: unknown) => {
      throw failure(this.#table, error);
    });
  }
}

function failure(where: string, error: unknown): Error {
  const reason = error instanceof Error ? error.message : String(error);
  return new ScriptError(`The script could not be restored. At ${where}: ${reason}`, { cause: error });
}
