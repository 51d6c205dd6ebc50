import type { OpenAPIHono, RouteConfig, RouteHandler } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Principal } from '../auth/principal.ts';
import type { Database } from '../db/database.ts';
import type { Env } from '../env.ts';
import type { Log } from '../log.ts';

/** What every worker has bound: settings as text, and services. */
export interface Bindings {
  /** The SQL gateway as a service; absent on Cloudflare. */
  PG?: Fetcher;
  /** Under which path the API is reached here; set by an entrypoint, never by a client. */
  PATH_PREFIX?: string;
}

interface Variables {
  env: Env;
  db: Database;
  log: Log;
  requestId: string;
  principal: Principal;
  /** Whether another worker answers. */
  isHandedOn: boolean;
  /** Fields that handlers add to the request's log line. */
  logFields: Record<string, unknown>;
}

export interface AppEnv<B extends Bindings = Bindings> {
  Bindings: B;
  Variables: Variables;
}

export type App<B extends Bindings = Bindings> = OpenAPIHono<AppEnv<B>>;
export type AppContext<B extends Bindings = Bindings> = Context<AppEnv<B>>;
/** A handler in a file of its own, held to the answers that its route declares. */
export type AppHandler<R extends RouteConfig, B extends Bindings = Bindings> = RouteHandler<R, AppEnv<B>>;
