import { peerOf } from '@selfdb/server/http/caller/client-address';
import type { AppContext, AppHandler } from '@selfdb/server/http/context';
import { jsonText } from '@selfdb/server/http/json-text';
import { isJsonObject, type JsonValue, parseStoredJson } from '@selfdb/server/json/json-value';
import { AppError } from '@selfdb/shared/errors';
import type * as routes from '@selfdb/shared/sql/routes';
import type { ApiBindings } from '../bindings.ts';
import { contextOf } from '../request-context.ts';
import * as service from './service.ts';
import { watchClient } from './watch-client.ts';

export const handleRunSql: AppHandler<typeof routes.runSql, ApiBindings> = async (c) => {
  const client = watchClient(c.req.raw.signal, c.env.SUPERVISOR, peerOf(c));
  const context = { ...contextOf(c), env: c.get('env'), log: c.get('log'), signal: client.signal };
  try {
    const input = c.req.valid('json');
    const params = input.params.length > 0 ? exactParams(await c.req.text()) : [];
    const running = service.runSql(context, { ...input, params });
    outliveClient(c, running);
    const run = await running;
    Object.assign(c.get('logFields'), { sql_statements: run.statements, sql_ms: run.executionTimeMs });
    return jsonText(c, run.body, 200);
  } catch (error) {
    if (error instanceof AppError) Object.assign(c.get('logFields'), { sqlstate: error.fields?.sqlstate });
    throw error;
  } finally {
    client.stop();
  }
};

/** The parameters of a valid body, with all digits of their numbers, which `JSON.parse` would round. */
function exactParams(body: string): JsonValue[] {
  const parsed = parseStoredJson(body);
  const params = isJsonObject(parsed) ? parsed.params : undefined;
  return Array.isArray(params) ? params : [];
}

/** Lets a call run after its client disconnects, so that its statements are cancelled: workerd would drop the call. */
function outliveClient(c: AppContext<ApiBindings>, running: Promise<unknown>): void {
  const settled = running.catch(() => {});
  try {
    c.executionCtx.waitUntil(settled);
  } catch {
    // Outside a worker there is no execution context, and nothing is dropped.
  }
}
