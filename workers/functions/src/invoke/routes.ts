import type { App, AppContext } from '@selfdb/server/http/context';
import { publicUrl } from '@selfdb/server/http/request/public-url';
import { DEPTH_HEADER, OUTCOME_HEADER } from '@selfdb/shared/functions/runner-protocol';
import type { FunctionsBindings } from '../bindings.ts';
import { askRunner } from '../runner/ask-runner.ts';
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
  const answer = await askRunner(
    c.env,
    c.get('env'),
    {
      execution_id: row?.execution_id ?? '',
      function_id: id,
      revision,
      trigger_type: 'http',
      attempt: 1,
      url: publicUrl(c, pathname + search),
      caller: actingCaller(principal, row),
      depth,
    },
    c.req.raw,
  );
  const response = new Response(answer.body, answer);
  response.headers.delete(OUTCOME_HEADER);
  // Prepared headers only reach an answer that the framework makes.
  response.headers.set('X-Request-Id', c.get('requestId'));
  response.headers.set('X-Content-Type-Options', 'nosniff');
  return response;
}
