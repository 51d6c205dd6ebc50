import type { App, AppContext } from '@selfdb/server/http/context';
import { internalHeaders } from '@selfdb/server/http/internal';
import { publicUrl } from '@selfdb/server/http/request/public-url';
import { AppError } from '@selfdb/shared/errors';
import {
  DEPTH_HEADER,
  INVOCATION_HEADER,
  type Invocation,
  OUTCOME_HEADER,
} from '@selfdb/shared/functions/runner-protocol';
import type { FunctionsBindings } from '../bindings.ts';
import { findInvocable } from './repository.ts';
import { actingCaller, readDepth, requireInvocable } from './service.ts';

/** `ANY /functions/{name}/invoke[/path]`: the function answers. Its body is streamed both ways. */
export function mountInvoke(app: App<FunctionsBindings>): void {
  app.all('/functions/:name/invoke', invokeFunction);
  app.all('/functions/:name/invoke/*', invokeFunction);
}

async function invokeFunction(c: AppContext<FunctionsBindings>): Promise<Response> {
  const principal = c.get('principal');
  const depth = readDepth(c.req.header(DEPTH_HEADER));
  const row = await findInvocable(c.get('db'), principal, c.req.param('name') ?? '');
  const { id, revision } = requireInvocable(principal, row, c.req.method);
  const { pathname, search } = new URL(c.req.url);
  return run(c, {
    execution_id: row?.execution_id ?? '',
    function_id: id,
    revision,
    trigger_type: 'http',
    attempt: 1,
    url: publicUrl(c, pathname + search),
    caller: actingCaller(principal, row),
    depth,
  });
}

async function run(c: AppContext<FunctionsBindings>, invocation: Invocation): Promise<Response> {
  const { RUNNER } = c.env;
  if (!RUNNER)
    throw new AppError('unavailable', 'Functions only run where `./selfdb start` runs the system.');
  const { method, headers, body } = c.req.raw;
  const request = new Request('http://runner/run', { method, headers, body, redirect: 'manual' });
  const internal = await internalHeaders(c.get('env').INTERNAL_SECRET);
  for (const [name, value] of Object.entries(internal)) request.headers.set(name, value);
  request.headers.set(INVOCATION_HEADER, base64url(JSON.stringify(invocation)));
  try {
    const answer = await RUNNER.fetch(request);
    const response = new Response(answer.body, answer);
    response.headers.delete(OUTCOME_HEADER);
    // Prepared headers only reach an answer that the framework makes.
    response.headers.set('X-Request-Id', c.get('requestId'));
    response.headers.set('X-Content-Type-Options', 'nosniff');
    return response;
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
