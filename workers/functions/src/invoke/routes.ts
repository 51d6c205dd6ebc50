import { takeShare } from '@selfdb/server/http/caller/take-share';
import type { App, AppContext } from '@selfdb/server/http/context';
import { forwardedAddress } from '@selfdb/server/http/internal';
import { publicUrl } from '@selfdb/server/http/request/public-url';
import { DEPTH_HEADER, OUTCOME_HEADER } from '@selfdb/shared/functions/runner-protocol';
import type { FunctionsBindings } from '../bindings.ts';
import { noSuchFunction } from '../functions/access.ts';
import { askRunner } from '../runner/ask-runner.ts';
import { findInvocable, type InvocableFunction, type InvocableRow } from './repository.ts';
import { actingCaller, readDepth, requireInvocable } from './service.ts';

type Context = AppContext<FunctionsBindings>;

/** Where the api worker forwards what came to FUNCTIONS_HOST. */
const PAGES = '/internal/pages';

/** `ANY /functions/{name}/invoke[/path]`: the function answers. Its body is streamed both ways. */
export function mountInvoke(app: App<FunctionsBindings>): void {
  app.all('/functions/:name/invoke', invokeFunction);
  app.all('/functions/:name/invoke/*', invokeFunction);
}

/** `ANY /{name}[/path]` on FUNCTIONS_HOST, which the api worker forwards to this path: public functions, without an API key. */
export function mountPages(app: App<FunctionsBindings>): void {
  app.use(`${PAGES}/*`, takeShare(forwardedAddress));
  app.all(PAGES, () => {
    throw noSuchFunction();
  });
  app.all(`${PAGES}/:name`, invokePage);
  app.all(`${PAGES}/:name/*`, invokePage);
}

async function invokeFunction(c: Context): Promise<Response> {
  const row = await findFunction(c);
  const invocable = requireInvocable(c.get('principal'), row, c.req.method);
  const { pathname } = new URL(c.req.url);
  return invoke(c, row, invocable, { pathname, has_own_origin: false });
}

async function invokePage(c: Context): Promise<Response> {
  const row = await findFunction(c);
  if (!row?.function?.public) throw noSuchFunction();
  const invocable = requireInvocable(c.get('principal'), row, c.req.method);
  const pathname = new URL(c.req.url).pathname.slice(PAGES.length);
  return invoke(c, row, invocable, { pathname, has_own_origin: true });
}

function findFunction(c: Context): Promise<InvocableRow | undefined> {
  return findInvocable(c.get('db'), c.get('principal'), c.req.param('name') ?? '');
}

async function invoke(
  c: Context,
  row: InvocableRow | undefined,
  { id, revision }: InvocableFunction,
  { pathname, has_own_origin }: { pathname: string; has_own_origin: boolean },
): Promise<Response> {
  const answer = await askRunner(
    c.env,
    c.get('env'),
    {
      execution_id: row?.execution_id ?? '',
      function_id: id,
      revision,
      trigger_type: 'http',
      attempt: 1,
      url: publicUrl(c, pathname + new URL(c.req.url).search),
      caller: actingCaller(c.get('principal'), row),
      depth: readDepth(c.req.header(DEPTH_HEADER)),
      has_own_origin,
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
