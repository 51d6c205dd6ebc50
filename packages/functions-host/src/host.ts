import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { INTERNAL_TOKEN_HEADER, isInternalToken } from '@selfdb/server/auth/tokens';
import { describeError } from '@selfdb/server/log';
import { AppError } from '@selfdb/shared/errors';
import type { Fault } from '@selfdb/shared/functions/runner-protocol';
import { createCodeStore } from './code-store.ts';
import { serveControl } from './control.ts';
import { createAdmission } from './invocations/admission.ts';
import { outputLines } from './invocations/execution.ts';
import { invoke, type Parts } from './invocations/invoke.ts';
import { createPlaces } from './invocations/places.ts';
import { readInvocation } from './invocations/read-invocation.ts';
import type { HostOptions } from './options.ts';
import { createReports } from './reports.ts';
import { createPool } from './runner/pool.ts';
import type { Runner } from './runner/runner.ts';

export interface FunctionsHost {
  server: Server;
  close(): void;
}

/** Runs functions for the workers, over loopback. */
export function createHost(options: HostOptions): FunctionsHost {
  rmSync(options.directory, { recursive: true, force: true });
  mkdirSync(options.directory, { recursive: true, mode: 0o700 });
  const hostId = randomUUID();
  const reports = createReports(options, hostId);
  const pool = createPool(options, serveControl(options), endExecutions);
  const parts: Parts = {
    findCode: createCodeStore(options),
    places: createPlaces(),
    pool,
    reports,
    admit: createAdmission(options, hostId),
    arriving: new Set(),
  };
  const server = createServer((request, response) => {
    serve(options, parts, request, response).catch((error) => refuse(options, response, error));
  });
  server.requestTimeout = 0;
  server.keepAliveTimeout = 60_000;
  return {
    server,
    close() {
      pool.close();
      reports.close();
      server.close();
      server.closeAllConnections();
    },
  };
}

async function serve(
  options: HostOptions,
  parts: Parts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = request.url?.split('?')[0];
  if (path === '/health') {
    response.end(JSON.stringify({ status: 'ready', ...parts.pool.counts() }));
    return;
  }
  const token = request.headers[INTERNAL_TOKEN_HEADER.toLowerCase()]?.toString();
  if (!(await isInternalToken(options.internalSecret, token)))
    throw new AppError('unauthenticated', 'This port serves other workers only.');
  if (path === '/executions') {
    response.end(JSON.stringify([...parts.arriving, ...parts.pool.executions(), ...parts.reports.unsent()]));
    return;
  }
  if (path !== '/run') throw new AppError('not_found', 'There are only /run and /executions here.');
  await invoke(parts, readInvocation(request), request, response);
}

const STATUSES: Partial<Record<AppError['code'], number>> = {
  unauthenticated: 401,
  not_found: 404,
  bad_request: 400,
  unavailable: 503,
};

function refuse({ log }: HostOptions, response: ServerResponse, error: unknown): void {
  const known = error instanceof AppError ? error : undefined;
  if (!known) log('error', 'invocation failed', describeError(error));
  if (response.headersSent) return void response.destroy();
  const status = (known && STATUSES[known.code]) ?? 500;
  response.writeHead(status, { 'content-type': 'application/json' });
  const detail = known?.message ?? 'Internal server error';
  response.end(JSON.stringify({ detail, code: known?.code ?? 'internal' }));
}

const REASONS: Partial<Record<Fault, string>> = {
  hung: 'The function took too long and did not answer any more. Its process was ended.',
  memory: 'The function used more memory than it may. Its process was ended.',
  crashed: 'The process of the function crashed.',
};

/** Settles what a runner had in flight when it ended. */
function endExecutions(runner: Runner, fault: Fault | undefined): void {
  const at = new Date();
  for (const execution of [...runner.executions.values()]) {
    const { isTimedOut, outputFrom } = execution;
    const logs = outputLines(runner.output.since(outputFrom));
    // The other calls are not those that hung.
    const own = fault === 'hung' && !isTimedOut ? 'cut' : (fault ?? 'cut');
    const message = REASONS[own] ?? 'The execution was cut: its process was ended.';
    execution.end({
      status: isTimedOut ? 'timeout' : 'failed',
      fault: own,
      message,
      logs,
      truncated: true,
      at,
    });
  }
}
