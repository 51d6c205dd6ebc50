import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { INTERNAL_TOKEN_HEADER, signInternalToken } from '@selfdb/server/auth/tokens';
import {
  BeginExecutions,
  type EndedEvent,
  ExecutionReport,
  type FunctionCode,
  INVOCATION_HEADER,
  type Invocation,
} from '@selfdb/shared/functions/runner-protocol';
import { createHost } from '../host.ts';
import { DEFAULTS, type HostOptions } from '../options.ts';
import { runnersOf } from './runners-of.ts';

const root = join(import.meta.dirname, '../../../..');
const SECRET = 'a secret of thirty-two characters';

export interface Call {
  execution: string;
  response: Response;
}

/** The host with real runners, beside a server that has functions and takes reports, and one that tells what the API is sent. */
export async function startHost(overrides: Partial<HostOptions> = {}) {
  const functions = new Map<string, FunctionCode>();
  /** Functions whose code is refused, because they are not active or not deployed. */
  const unready = new Set<string>();
  const ended = new Map<string, EndedEvent>();
  const reports: ExecutionReport[] = [];
  /** Executions whose job has been given back. */
  const refused = new Set<string>();
  const peer = await listen(
    createServer(async (request, response) => {
      const id = /^\/internal\/functions\/([^/]+)\/code$/.exec(request.url ?? '')?.[1];
      const code = functions.get(id ?? '');
      if (request.url === '/internal/executions/begin') {
        const { executions } = BeginExecutions.parse(await json(request));
        const begun = executions.map((event) => event.execution_id).filter((id) => !refused.has(id));
        response.end(JSON.stringify({ begun }));
      } else if (request.url === '/internal/executions') {
        const report = ExecutionReport.parse(await json(request));
        reports.push(report);
        for (const event of report.events ?? [])
          if (event.type === 'ended') ended.set(event.execution_id, event);
        response.end();
      } else if (unready.has(id ?? '')) response.writeHead(409).end();
      else if (code) response.end(JSON.stringify(code));
      else response.writeHead(404).end();
    }),
  );
  const api = await listen(
    createServer((request, response) => {
      const { url, method, headers } = request;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ url, method, headers }));
    }),
  );
  const directory = mkdtempSync(join(tmpdir(), 'functions-host-'));
  const host = createHost({
    ...DEFAULTS,
    workerd: join(
      root,
      `node_modules/@cloudflare/workerd-${process.platform}-${process.arch === 'x64' ? '64' : 'arm64'}/bin/workerd`,
    ),
    configuration: join(root, 'selfhost/runner.capnp'),
    directory,
    ...{ apiKey: 'the key of the API', secretKey: SECRET, internalSecret: SECRET },
    ...{ functionsUrl: peer.url, apiUrl: api.url, allowedAddresses: [], log: () => {} },
    ...overrides,
  });
  const { url } = await listen(host.server);

  function deploy(source: string, changes: Partial<FunctionCode> = {}): FunctionCode {
    const code: FunctionCode = {
      ...{ id: randomUUID(), name: 'hello', revision: 1, version: 1, main: 'index.js' },
      ...{ modules: { 'index.js': source }, variables: {}, network: { mode: 'public', hosts: [] } },
      ...{ timeout_ms: 5000, memory_mb: 128, max_concurrent: 10 },
      acting: { user_id: randomUUID(), session_id: randomUUID(), is_admin: false },
      ...changes,
    };
    functions.set(code.id, code);
    return code;
  }

  async function call(
    code: FunctionCode,
    init: RequestInit = {},
    changes: Partial<Invocation> = {},
  ): Promise<Call> {
    const execution = changes.execution_id ?? randomUUID();
    const invocation: Invocation = {
      ...{ execution_id: execution, function_id: code.id, revision: code.revision, trigger_type: 'http' },
      ...{ attempt: 1, url: 'http://api.test/functions/hello/invoke/a?b=c', caller: null, depth: 0 },
      ...changes,
    };
    const headers = new Headers(init.headers);
    headers.set(INTERNAL_TOKEN_HEADER, await signInternalToken(SECRET));
    headers.set(INVOCATION_HEADER, Buffer.from(JSON.stringify(invocation)).toString('base64url'));
    return { execution, response: await fetch(`${url}/run`, { ...init, headers }) };
  }

  async function report(execution: string): Promise<EndedEvent> {
    for (let i = 0; i < 400; i++) {
      const event = ended.get(execution);
      if (event) return event;
      await sleep(25);
    }
    throw new Error('The execution was not reported as ended.');
  }

  async function close(): Promise<void> {
    host.close();
    peer.server.close();
    api.server.close();
    await sleep(300);
    rmSync(directory, { recursive: true, force: true });
  }
  return {
    ...{ url, functions, unready, reports, refused, apiUrl: api.url, deploy, call, report, close },
    /** The processes of workerd by id. */
    runners: () => runnersOf(directory),
    directory,
  };
}

export type TestHost = Awaited<ReturnType<typeof startHost>>;

async function listen(server: Server): Promise<{ server: Server; url: string }> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
