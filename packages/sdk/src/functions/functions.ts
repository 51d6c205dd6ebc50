import type {
  ChangeReplay,
  Count,
  CreateFunction,
  DeadJob,
  FunctionExecution,
  FunctionLog,
  FunctionMetrics,
  FunctionVersion,
  SelfDbFunction,
  SentEvent,
  UpdateFunction,
} from '../generated/types.gen.ts';
import type { HttpClient } from '../http/client.ts';
import { type ListOptions, listQuery } from '../http/list-options.ts';
import type { RequestOptions } from '../http/request-options.ts';
import { type FollowFunctionLogsOptions, followFunctionLogs } from './follow-function-logs.ts';
import { type InvokeOptions, invokeForJson, invokeFunction } from './invoke.ts';

type FunctionSort = 'created_at' | 'updated_at' | 'name';

interface Slice {
  skip?: number | undefined;
  /** At most 1000. Default: 100. */
  limit?: number | undefined;
}

/** Which executions of a function. */
export interface ExecutionListOptions extends Slice {
  status?: FunctionExecution['status'] | undefined;
  triggerType?: FunctionExecution['trigger_type'] | undefined;
}

/** Which lines of a function's log. */
export interface FunctionLogOptions extends Slice {
  level?: FunctionLog['log_level'] | undefined;
  executionId?: string | undefined;
}

/** Code that answers requests beside the data. */
export class Functions {
  readonly #http: HttpClient;

  constructor(http: HttpClient) {
    this.#http = http;
  }

  /**
   * Lists your functions; for an ADMIN all.
   *
   * @example
   * for (const { name, deployment_status } of await selfdb.functions.list({ sortBy: 'name' })) console.log(name, deployment_status);
   */
  list(list: ListOptions<FunctionSort> = {}, options?: RequestOptions): Promise<SelfDbFunction[]> {
    return this.#http.call('GET /functions', { query: listQuery(list) }, options);
  }

  /**
   * Counts the functions that `list` lists.
   *
   * @example
   * const { count } = await selfdb.functions.count({ search: 'mail' });
   */
  count({ search }: { search?: string } = {}, options?: RequestOptions): Promise<Count> {
    return this.#http.call('GET /functions/count', { query: { search } }, options);
  }

  /**
   * Creates a function, which serves at once unless `deploy` is false. For an ADMIN; with the setting `FUNCTIONS_FOR=users` for
   * everybody. Throws BadRequestError for an error in the code, with file, line and column in its message.
   *
   * @example
   * const fn = await selfdb.functions.create({
   *   name: `hello-${Date.now()}`,
   *   code: 'export default { fetch: (request, env) => new Response("Hello " + env.WHO) };',
   *   env_vars: { WHO: 'world' },
   * });
   * console.log(fn.id, fn.version);
   */
  create(fn: CreateFunction, options?: RequestOptions): Promise<SelfDbFunction> {
    return this.#http.call('POST /functions', { body: fn }, options);
  }

  /**
   * Gets a function by its id.
   *
   * @example
   * const { code, triggers } = await selfdb.functions.get(fn.id);
   */
  get(id: string, options?: RequestOptions): Promise<SelfDbFunction> {
    return this.#http.call('GET /functions/{id}', { path: { id } }, options);
  }

  /**
   * Changes a function. New code is a new version, which serves at once unless `deploy` is false.
   *
   * @example
   * const { version } = await selfdb.functions.update(fn.id, { code: 'export default () => ({ ok: true });' });
   */
  update(id: string, changes: UpdateFunction, options?: RequestOptions): Promise<SelfDbFunction> {
    return this.#http.call('PATCH /functions/{id}', { path: { id }, body: changes }, options);
  }

  /**
   * Deletes a function with its versions, executions and logs.
   *
   * @example
   * await selfdb.functions.delete(fn.id);
   */
  async delete(id: string, options?: RequestOptions): Promise<void> {
    await this.#http.call('DELETE /functions/{id}', { path: { id } }, options);
  }

  /**
   * Makes the newest version serve, after it was saved with `deploy: false`.
   *
   * @example
   * await selfdb.functions.update(fn.id, { code: 'export default () => 2;', deploy: false });
   * const { deployed_version } = await selfdb.functions.deploy(fn.id);
   */
  deploy(id: string, options?: RequestOptions): Promise<SelfDbFunction> {
    return this.#http.call('POST /functions/{id}/deploy', { path: { id } }, options);
  }

  /**
   * Activates or deactivates a function. An inactive one answers 409.
   *
   * @example
   * await selfdb.functions.setActive(fn.id, false);
   */
  setActive(id: string, active: boolean, options?: RequestOptions): Promise<SelfDbFunction> {
    const body = { is_active: active };
    return this.#http.call('PATCH /functions/{id}/state', { path: { id }, body }, options);
  }

  /**
   * Replaces the variables. Answers show them masked; a masked value that is sent back keeps the stored one.
   *
   * @example
   * const { env_vars } = await selfdb.functions.get(fn.id);
   * await selfdb.functions.setEnv(fn.id, { ...env_vars, API_TOKEN: 'secret' });
   */
  setEnv(id: string, variables: Record<string, string>, options?: RequestOptions): Promise<SelfDbFunction> {
    const body = { env_vars: variables };
    return this.#http.call('PUT /functions/{id}/env', { path: { id }, body }, options);
  }

  /**
   * Lists the newest hundred versions, newest first.
   *
   * @example
   * for (const { version, deployed, created_at } of await selfdb.functions.versions(fn.id)) console.log(version, deployed, created_at);
   */
  versions(id: string, options?: RequestOptions): Promise<FunctionVersion[]> {
    return this.#http.call('GET /functions/{id}/versions', { path: { id } }, options);
  }

  /**
   * Saves the code of an earlier version as a new one, and deploys it.
   *
   * @example
   * await selfdb.functions.rollback(fn.id, 1);
   */
  rollback(id: string, version: number, options?: RequestOptions): Promise<SelfDbFunction> {
    return this.#http.call('POST /functions/{id}/rollback', { path: { id }, body: { version } }, options);
  }

  /**
   * Lists executions, newest first.
   *
   * @example
   * for (const { started_at, error_message } of await selfdb.functions.executions(fn.id, { status: 'failed' })) {
   *   console.log(started_at, error_message);
   * }
   */
  executions(
    id: string,
    { status, triggerType, skip, limit }: ExecutionListOptions = {},
    options?: RequestOptions,
  ): Promise<FunctionExecution[]> {
    const query = { status, trigger_type: triggerType, skip, limit };
    return this.#http.call('GET /functions/{id}/executions', { path: { id }, query }, options);
  }

  /**
   * Gets an execution. An answer of the function has its id in the header `X-Execution-Id`. It is there a moment later.
   *
   * @example
   * const [last] = await selfdb.functions.executions(fn.id, { limit: 1 });
   * if (last) console.log((await selfdb.functions.execution(fn.id, last.id)).duration_ms);
   */
  execution(id: string, executionId: string, options?: RequestOptions): Promise<FunctionExecution> {
    const path = { id, execution_id: executionId };
    return this.#http.call('GET /functions/{id}/executions/{execution_id}', { path }, options);
  }

  /**
   * Lists what a function logged, newest first.
   *
   * @example
   * for (const { log_level, message } of await selfdb.functions.logs(fn.id, { level: 'error' })) console.log(log_level, message);
   */
  logs(
    id: string,
    { level, executionId, skip, limit }: FunctionLogOptions = {},
    options?: RequestOptions,
  ): Promise<FunctionLog[]> {
    const query = { level, execution_id: executionId, skip, limit };
    return this.#http.call('GET /functions/{id}/logs', { path: { id }, query }, options);
  }

  /**
   * Follows the log of a function: gives each line once it is there, until the signal is aborted or the loop is left. Continues after
   * a lost connection. Throws when the session ends, or the function is deleted.
   *
   * @example
   * const ending = AbortSignal.timeout(1000);
   * for await (const line of selfdb.functions.followLogs(fn.id, { signal: ending })) console.log(line.timestamp, line.message);
   */
  followLogs(id: string, options: FollowFunctionLogsOptions = {}): AsyncGenerator<FunctionLog, void> {
    return followFunctionLogs(this.#http, id, options);
  }

  /**
   * Gets how often the function ran and failed within the last 24 hours, and how long it took.
   *
   * @example
   * const { count, errors, p95_ms } = await selfdb.functions.metrics(fn.id);
   */
  metrics(id: string, options?: RequestOptions): Promise<FunctionMetrics> {
    return this.#http.call('GET /functions/{id}/metrics', { path: { id } }, options);
  }

  /**
   * Lists jobs that failed as often as they may, newest first. Those of webhooks are their deliveries.
   *
   * @example
   * for (const { id, error } of await selfdb.functions.deadJobs(fn.id)) console.log(id, error);
   */
  deadJobs(id: string, { skip, limit }: Slice = {}, options?: RequestOptions): Promise<DeadJob[]> {
    return this.#http.call(
      'GET /functions/{id}/dead-jobs',
      { path: { id }, query: { skip, limit } },
      options,
    );
  }

  /**
   * Runs a dead job again, with all its attempts.
   *
   * @example
   * for (const job of await selfdb.functions.deadJobs(fn.id)) await selfdb.functions.retryDeadJob(fn.id, job.id);
   */
  retryDeadJob(id: string, jobId: string, options?: RequestOptions): Promise<DeadJob> {
    const path = { id, job_id: jobId };
    return this.#http.call('POST /functions/{id}/dead-jobs/{job_id}/retry', { path }, options);
  }

  /**
   * Runs a function with a database trigger again for the changes after a cursor: the one in its request, or that of a write.
   *
   * @example
   * const [last] = await selfdb.functions.executions(fn.id, { triggerType: 'database', limit: 1 });
   * const cursor = (last?.result as { cursor: string } | undefined)?.cursor;
   * if (cursor) await selfdb.functions.replay(fn.id, cursor);
   */
  replay(id: string, since: string, options?: RequestOptions): Promise<ChangeReplay> {
    return this.#http.call('POST /functions/{id}/replay', { path: { id }, body: { since } }, options);
  }

  /**
   * Calls a function by its name, and gives its answer as it came, whatever its status: also 504 after its timeout, and 502 if it
   * failed. Throws if the API refuses: there is no such function, it is not active, or you are not signed in.
   *
   * @example
   * const response = await selfdb.functions.invoke(fn.name, { path: 'orders/7', json: { paid: true } });
   * console.log(response.status, response.headers.get('X-Execution-Id'), await response.text());
   */
  invoke(name: string, options: InvokeOptions = {}): Promise<Response> {
    return invokeFunction(this.#http, name, options);
  }

  /**
   * Calls a function by its name, and gives the JSON that it answers. Throws SelfDBError with the status if that is an error's.
   *
   * @example
   * const { hello } = await selfdb.functions.invokeJson<{ hello: string }>(fn.name, { json: { who: 'world' } });
   */
  invokeJson<T>(name: string, options: InvokeOptions = {}): Promise<T> {
    return invokeForJson(this.#http, name, options);
  }

  /**
   * Sends an event: runs your functions, and all public ones, that have a trigger for it, once each, soon after the answer. `data`
   * is at most 256 KB as JSON.
   *
   * @example
   * const { functions } = await selfdb.functions.sendEvent('order.paid', { order: 7 });
   */
  sendEvent(event: string, data?: unknown, options?: RequestOptions): Promise<SentEvent> {
    return this.#http.call('POST /functions/events', { body: { event, data } }, options);
  }
}
