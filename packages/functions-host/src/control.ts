import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import { json } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { INTERNAL_TOKEN_HEADER, signAccessToken, signInternalToken } from '@selfdb/server/auth/tokens';
import { DEPTH_HEADER } from '@selfdb/shared/functions/runner-protocol';
import { passedHeaders } from './headers.ts';
import type { Execution } from './invocations/execution.ts';
import { endByTail, Tails } from './invocations/tails.ts';
import type { HostOptions } from './options.ts';
import type { Runner, ServeControl } from './runner/runner.ts';

const TOKEN_SECONDS = 60;
const ALLOWED =
  /^\/(?:tables|storage|sql)(?:\/|$)|^\/functions\/[^/]+\/invoke(?:\/|$)|^\/functions\/events$|^\/realtime\/broadcast$/;
/** Users are read, never changed: a function has no business with passwords and roles. */
const READABLE = /^\/users(?:\/[^/]+)?$/;

/** Serves one runner: its code, what its executions logged, and the API in the name of those that it has in flight. */
export function serveControl(options: HostOptions): ServeControl {
  return (runner, socketPath) => {
    const server = createServer((request, response) => {
      answer(options, runner, request, response).catch((error) => {
        if (response.headersSent) response.destroy();
        else refuse(response, 502, 'The API could not be reached.');
        options.log('warn', 'call of the API failed', { reason: String(error.code ?? error.name) });
      });
    });
    server.requestTimeout = 0;
    return server.listen(socketPath);
  };
}

async function answer(
  options: HostOptions,
  runner: Runner,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://control');
  if (url.pathname === '/code') {
    const opened = options.allowedAddresses.filter((address) => !address.includes('/'));
    response.end(JSON.stringify({ ...withoutActing(runner), opened }));
  } else if (url.pathname === '/tail') {
    for (const tail of Tails.parse(await json(request)))
      void endByTail(runner.executions.get(tail.execution), tail);
    response.end();
  } else if (url.pathname.startsWith('/api/')) {
    const execution = runner.executions.get(String(request.headers['x-execution-id']));
    await callApi(options, execution, url.pathname.slice('/api'.length) + url.search, request, response);
  } else refuse(response, 404, 'Not found.');
}

function withoutActing({ code }: Runner) {
  return code && { main: code.main, modules: code.modules, variables: code.variables, network: code.network };
}

async function callApi(
  options: HostOptions,
  execution: Execution | undefined,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!execution)
    return refuse(response, 401, 'This execution has ended. Only waitUntil may go on after it.');
  const { invocation, code } = execution;
  const acting = request.headers['x-selfdb-as'] === 'caller' ? invocation.caller : code.acting;
  const pathname = path.split('?')[0] ?? '';
  const isRead = request.method === 'GET' && READABLE.test(pathname);
  if (!isRead && !ALLOWED.test(pathname))
    return refuse(response, 403, 'Functions may not call this part of the API.');
  // An administrator who calls another's function does not lend it SQL.
  if (/^\/sql(?:\/|$)/.test(pathname) && !(code.acting.is_admin && acting?.is_admin))
    return refuse(response, 403, 'SQL needs an owner who is ADMIN.');
  const headers = passedHeaders(request.headers);
  headers['x-api-key'] = options.apiKey;
  headers[DEPTH_HEADER] = String(invocation.depth + 1);
  headers[INTERNAL_TOKEN_HEADER] = await signInternalToken(options.internalSecret);
  if (acting) {
    const principal = { kind: 'user', userId: acting.user_id, sessionId: acting.session_id } as const;
    const rights = acting.is_admin ? { ...principal, wasAdmin: true as const } : principal;
    const token = await signAccessToken(options.secretKey, rights, TOKEN_SECONDS);
    headers.authorization = `Bearer ${token}`;
  }
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const call = send(new URL(path, options.apiUrl), { method: request.method, headers });
  call.on('response', resolve).on('error', reject);
  response.on('close', () => call.destroy());
  request.pipe(call);
  const answered = await promise;
  response.writeHead(answered.statusCode ?? 502, passedHeaders(answered.headers));
  await pipeline(answered, response);
}

function refuse(response: ServerResponse, status: number, detail: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ detail }));
}
