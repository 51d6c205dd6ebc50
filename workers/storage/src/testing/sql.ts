import { env } from 'cloudflare:workers';
import { createDatabase } from '@selfdb/server/db/database';
import { plainSql, type Row } from '@selfdb/server/testing/plain-sql';

declare global {
  namespace Cloudflare {
    interface Env {
      DATABASE_URL: string;
      DB_GATEWAY_URL: string;
    }
  }
}

export const db = createDatabase({ url: env.DATABASE_URL, gatewayUrl: env.DB_GATEWAY_URL });

/** The rows of a statement, run without the worker. */
export function rows(text: string, values: unknown[] = []): Promise<Row[]> {
  return db.query(plainSql(text, values));
}

/** The only column of the only row. */
export async function value(text: string, values: unknown[] = []): Promise<unknown> {
  return Object.values((await rows(text, values))[0] ?? {})[0];
}
