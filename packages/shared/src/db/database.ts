import { type NeonQueryFunction, neon, neonConfig } from '@neondatabase/serverless';
import type { Sql } from 'sql-template-tag';
import { toAppError } from './pg-errors.ts';

export type Row = Record<string, unknown>;

/** SQL text and values, made by a repository. */
export type Statement = Sql;

interface Gateway {
  fetch: typeof fetch;
}

interface BatchOptions {
  readOnly?: boolean;
}

/** The database behind SQL over HTTP: the gateway, or Neon on Cloudflare. Each call is one round trip. */
export interface Database {
  /** Rows of one statement. Throws AppError; SQLSTATEs are mapped by `pg-errors.ts`. */
  query(statement: Statement): Promise<Row[]>;
  /** Rows of each statement, run in one transaction: all or nothing. */
  batch(statements: Statement[], options?: BatchOptions): Promise<Row[][]>;
}

interface DatabaseOptions {
  /** `postgres://user:password@host:port/database` */
  url: string;
  /** Where SQL over HTTP is served; left out, Neon's own address is made from the URL. */
  gatewayUrl?: string | undefined;
  /** A service binding to the gateway; left out, the global fetch is used. */
  gateway?: Gateway | undefined;
}

/** Opens the database for a worker. Make one an isolate and keep it. */
export function createDatabase({ url, gatewayUrl, gateway }: DatabaseOptions): Database {
  if (gatewayUrl) neonConfig.fetchEndpoint = gatewayUrl;
  if (gateway) neonConfig.fetchFunction = (input: string, init: RequestInit) => gateway.fetch(input, init);
  const client = neon(url);
  return {
    query: (statement) => run(client, statement),
    batch: (statements, options) => runBatch(client, statements, options),
  };
}

async function run(client: NeonQueryFunction<false, false>, statement: Statement): Promise<Row[]> {
  try {
    return await client.query(statement.text, statement.values);
  } catch (error) {
    throw toAppError(error);
  }
}

async function runBatch(
  client: NeonQueryFunction<false, false>,
  statements: Statement[],
  options: BatchOptions = {},
): Promise<Row[][]> {
  try {
    return await client.transaction(
      statements.map((statement) => client.query(statement.text, statement.values)),
      { readOnly: options.readOnly ?? false, isolationLevel: 'ReadCommitted' },
    );
  } catch (error) {
    throw toAppError(error);
  }
}
