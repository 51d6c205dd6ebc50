import type { OpenAPIHono, RouteConfig, RouteHandler } from '@hono/zod-openapi';
import type { Worker, WorkerSettings } from '@selfdb/settings';
import type { Context } from 'hono';
import type { Principal } from '../auth/principal.ts';
import type { Database } from '../db/database.ts';
import type { Log } from '../log.ts';

declare const readAs: unique symbol;

/** JSON text. Its type says which worker reads it, and the type of its settings. */
type SettingsText<W, S> = string & { readonly [readAs]?: { worker: W; settings: S } };

type ReadAs<B extends Bindings> = NonNullable<NonNullable<B['SETTINGS']>[typeof readAs]>;

/** The worker that has these bindings. */
export type WorkerOf<B extends Bindings> = ReadAs<B>['worker'];

/** The settings of that worker. */
export type EnvOf<B extends Bindings> = ReadAs<B>['settings'];

/** The bindings of a worker: settings and services. */
export interface Bindings<W extends Worker = Worker, S = WorkerSettings<W>> {
  /** The worker's settings, from the launcher; absent on Cloudflare, where each is a binding of its own. */
  SETTINGS?: SettingsText<W, S>;
  /** The SQL gateway as a service; absent on Cloudflare. */
  PG?: Fetcher;
  /** The path at which this entrypoint serves the API. Never from a client. */
  PATH_PREFIX?: string;
}

interface Variables<B extends Bindings = Bindings> {
  env: EnvOf<B>;
  db: Database;
  log: Log;
  requestId: string;
  principal: Principal;
  /** Whether the request was forwarded to another worker. */
  isHandedOn: boolean;
  /** Fields that handlers add to the request's log line. */
  logFields: Record<string, unknown>;
}

export interface AppEnv<B extends Bindings = Bindings> {
  Bindings: B;
  Variables: Variables<B>;
}

export type App<B extends Bindings = Bindings> = OpenAPIHono<AppEnv<B>>;
export type AppContext<B extends Bindings = Bindings> = Context<AppEnv<B>>;
/** A handler in a file of its own, which may only give the answers that its route declares. */
export type AppHandler<R extends RouteConfig, B extends Bindings = Bindings> = RouteHandler<R, AppEnv<B>>;
