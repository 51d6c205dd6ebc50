import { createMiddleware } from 'hono/factory';
import { anonymous } from '../auth/principal.ts';
import { createDatabase, type Database } from '../db/database.ts';
import { type Env, readEnv } from '../env.ts';
import { createLog, type Log } from '../log.ts';
import type { AppEnv, Bindings } from './context.ts';

/** What a worker has for all its requests. */
export interface Isolate {
  env: Env;
  db: Database;
  log: Log;
}

let isolate: Isolate | undefined;

/** Gives handlers the settings, the database and the log, made once an isolate. */
export function readBindings<B extends Bindings>(service: string) {
  return createMiddleware<AppEnv<B>>(async (c, next) => {
    isolate ??= openIsolate(service, c.env);
    c.set('env', isolate.env);
    c.set('db', isolate.db);
    c.set('log', isolate.log);
    c.set('principal', anonymous);
    c.set('isHandedOn', false);
    c.set('logFields', {});
    await next();
  });
}

/** Settings, database and log from a worker's bindings. Throws an Error that names every wrong setting. */
export function openIsolate(service: string, bindings: Bindings): Isolate {
  const { PG, ...settings } = bindings;
  const env = readEnv(settings);
  const db = createDatabase({
    url: env.DATABASE_URL,
    sqlUrl: env.DATABASE_SQL_URL,
    gatewayUrl: env.DB_GATEWAY_URL,
    gateway: PG,
  });
  return { env, db, log: createLog(service, env.LOG_LEVEL) };
}
