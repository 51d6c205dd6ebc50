import { AppError } from '@selfdb/shared/errors';
import { requireToken } from '@selfdb/shared/http/authenticate';
import type { App } from '@selfdb/shared/http/context';
import { jsonText } from '@selfdb/shared/http/json-text';
import { runSql } from '@selfdb/shared/routes/sql';
import type { ApiBindings } from '../bindings.ts';
import { callerOf } from '../caller.ts';
import * as service from './service.ts';

export function mountRunSql(app: App<ApiBindings>): void {
  app.openapi({ ...runSql, middleware: requireToken() }, async (c) => {
    const context = { ...callerOf(c), env: c.get('env'), log: c.get('log'), signal: c.req.raw.signal };
    try {
      const run = await service.runSql(context, c.req.valid('json'));
      Object.assign(c.get('logFields'), { sql_statements: run.statements, sql_ms: run.executionTimeMs });
      return jsonText(run.body, 200);
    } catch (error) {
      if (error instanceof AppError) Object.assign(c.get('logFields'), { sqlstate: error.fields?.sqlstate });
      throw error;
    }
  });
}
