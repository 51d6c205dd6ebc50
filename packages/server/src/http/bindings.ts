import { readWorkerSettings, type Worker, type WorkerSettings } from '@selfdb/settings';
import { createMiddleware } from 'hono/factory';
import { anonymous } from '../auth/principal.ts';
import { createDatabase, type Database } from '../db/database.ts';
import { createLog, type Log } from '../log.ts';
import type { AppEnv, Bindings, EnvOf, WorkerOf } from './context.ts';

/** What all requests of a worker share. */
export interface Isolate<W extends Worker = Worker> {
  env: WorkerSettings<W>;
  db: Database;
  log: Log;
}

let isolate: Isolate | undefined;

/** Gives handlers the settings, the database and the log, which are created once per isolate. */
export function readBindings<B extends Bindings>(worker: WorkerOf<B>) {
  return createMiddleware<AppEnv<B>>(async (c, next) => {
    isolate ??= openIsolate(worker, c.env);
    c.set('env', isolate.env as EnvOf<B>);
    c.set('db', isolate.db);
    c.set('log', isolate.log);
    c.set('principal', anonymous);
    c.set('isHandedOn', false);
    c.set('logFields', {});
    await next();
  });
}

/**
 * Settings, database and log from a worker's bindings; `service` is the name in the log. Throws an Error that names every
 * wrong setting.
 */
export function openIsolate<W extends Worker>(
  worker: W,
  bindings: Bindings<W>,
  service: string = worker,
): Isolate<W> {
  const env = readWorkerSettings(worker, bindings);
  // Only the api worker has this setting.
  const { DATABASE_SQL_URL }: Partial<WorkerSettings<'api'>> = env;
  const db = createDatabase({
    url: env.DATABASE_URL,
    sqlUrl: DATABASE_SQL_URL,
    gatewayUrl: env.DB_GATEWAY_URL,
    gateway: bindings.PG,
  });
  return { env, db, log: createLog(service, env.LOG_LEVEL) };
}
