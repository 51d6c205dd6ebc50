import { internalHeaders } from '@selfdb/server/http/internal';
import type { SettingsOf } from '@selfdb/settings';
import { Id } from '@selfdb/shared/contract/common';
import { AppError } from '@selfdb/shared/errors';
import { INVOCATION_HEADER, type Invocation } from '@selfdb/shared/functions/runner-protocol';
import type { FunctionsBindings } from '../bindings.ts';

type RunnerBinding = Pick<FunctionsBindings, 'RUNNER'>;
type Env = Pick<SettingsOf<'functions'>, 'INTERNAL_SECRET' | 'RUNNER_URL'>;

/**
 * Has the host run a function with a request, whose method, headers and body it gets. Returns the function's own answer, streamed.
 * Throws unavailable if the host can't be reached.
 */
export async function askRunner(
  bindings: RunnerBinding,
  env: Env,
  invocation: Invocation,
  { method, headers, body }: Request,
): Promise<Response> {
  const request = new Request(hostAddress(bindings, env, '/run'), {
    method,
    headers,
    body,
    redirect: 'manual',
  });
  request.headers.set(INVOCATION_HEADER, base64url(JSON.stringify(invocation)));
  return send(bindings, env, request);
}

/** The executions that the host runs, or has not reported yet. Throws unavailable. */
export async function listExecutions(bindings: RunnerBinding, env: Env): Promise<string[]> {
  const response = await send(bindings, env, new Request(hostAddress(bindings, env, '/executions')));
  if (!response.ok) throw new AppError('unavailable', `The host answered ${response.status}.`);
  return Id.array().parse(await response.json());
}

/** Whether the host says within a second that it is ready, which is less than callers wait for this worker. */
export async function isRunnerReady(bindings: RunnerBinding, env: Env): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(1000);
    const { ok, body } = await send(
      bindings,
      env,
      new Request(hostAddress(bindings, env, '/health'), { signal }),
    );
    await body?.cancel();
    return ok;
  } catch {
    return false;
  }
}

function hostAddress({ RUNNER }: RunnerBinding, { RUNNER_URL }: Env, path: string): string {
  if (!RUNNER && !RUNNER_URL)
    throw new AppError('unavailable', 'Functions do not run here: there is no process that runs them.');
  return `${RUNNER_URL ?? 'http://runner'}${path}`;
}

async function send(
  { RUNNER }: RunnerBinding,
  { INTERNAL_SECRET }: Env,
  request: Request,
): Promise<Response> {
  for (const [name, value] of Object.entries(await internalHeaders(INTERNAL_SECRET)))
    request.headers.set(name, value);
  try {
    return await (RUNNER ? RUNNER.fetch(request) : fetch(request));
  } catch (cause) {
    throw new AppError('unavailable', 'The process that runs functions is restarting. Try again shortly.', {
      cause,
      retryAfterSeconds: 1,
    });
  }
}

/** Of ASCII, as which URLs and ids are written. */
function base64url(text: string): string {
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_');
}
