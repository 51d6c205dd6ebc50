import { internalHeaders } from '@selfdb/server/http/internal';
import type { SettingsOf } from '@selfdb/settings';
import { AppError } from '@selfdb/shared/errors';
import { INVOCATION_HEADER, type Invocation } from '@selfdb/shared/functions/runner-protocol';
import type { FunctionsBindings } from '../bindings.ts';

type Env = Pick<SettingsOf<'functions'>, 'INTERNAL_SECRET' | 'RUNNER_URL'>;

/**
 * Has the host run a function with a request, whose method, headers and body it gets. Returns the function's own answer, streamed.
 * Throws unavailable if the host can't be reached.
 */
export async function askRunner(
  { RUNNER }: Pick<FunctionsBindings, 'RUNNER'>,
  { INTERNAL_SECRET, RUNNER_URL }: Env,
  invocation: Invocation,
  { method, headers, body }: Request,
): Promise<Response> {
  if (!RUNNER && !RUNNER_URL)
    throw new AppError('unavailable', 'Functions do not run here: there is no process that runs them.');
  const request = new Request(`${RUNNER_URL ?? 'http://runner'}/run`, {
    method,
    headers,
    body,
    redirect: 'manual',
  });
  for (const [name, value] of Object.entries(await internalHeaders(INTERNAL_SECRET)))
    request.headers.set(name, value);
  request.headers.set(INVOCATION_HEADER, base64url(JSON.stringify(invocation)));
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
