import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import { createGatewayLog, type GatewayLog } from '../gateway-log.ts';
import type { GatewayOptions } from '../options.ts';
import { runRequest } from '../pool/run-request.ts';
import { createSqlCaller, parseCallerHeader } from '../pool/sql-caller.ts';
import { Refusal, unauthorized } from '../refusal.ts';
import { createPools, type Pools } from '../roles/pools.ts';
import { parseSqlRequest } from '../statement/sql-request.ts';
import { createHealthCheck } from './health.ts';
import { sendFailure, sendJson } from './http-answer.ts';
import { startListening, stopListening } from './listening.ts';
import { readBodyText } from './request-body.ts';

const slowMs = 1_000;
const keepAliveMs = 10 * 60_000;

export interface Gateway {
  /** Resolves with the port once it accepts connections on 127.0.0.1; port 0 picks a free one. */
  listen: (port: number) => Promise<number>;
  /** Refuses new requests, lets running ones finish for at most `graceMs`, then closes everything. */
  close: (graceMs?: number) => Promise<void>;
}

interface Context {
  options: GatewayOptions;
  pools: Pools;
  log: GatewayLog;
  counts: { requests: number; queries: number; batches: number; errors: number };
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

async function answerSql(
  context: Context,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const pool = context.pools.of(header(request, 'neon-connection-string'));
  if (!pool) throw unauthorized();
  const body = await readBodyText(request, context.options.maxRequestBytes);
  const sql = parseSqlRequest(body, request.headers);
  if (sql.begin === undefined) context.counts.queries += 1;
  else context.counts.batches += 1;
  const { maxResponseBytes, userStatementTimeoutMs } = context.options;
  const caller = createSqlCaller(
    response,
    parseCallerHeader(header(request, 'selfdb-caller'), userStatementTimeoutMs),
  );
  sendJson(response, 200, await runRequest(pool, sql, maxResponseBytes, caller));
}

async function handleSql(
  context: Context,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const startMs = performance.now();
  context.counts.requests += 1;
  let failure: { status: number; code: string } | undefined;
  try {
    await answerSql(context, request, response);
  } catch (error) {
    context.counts.errors += 1;
    failure = sendFailure(response, error);
  }
  const durationMs = performance.now() - startMs;
  if (!failure && durationMs <= slowMs) return;
  const requestId = header(request, 'x-request-id');
  context.log.request({ requestId, durationMs, status: failure?.status ?? 200, code: failure?.code });
}

function stats(context: Context, request: IncomingMessage, response: ServerResponse): void {
  if (context.pools.of(header(request, 'neon-connection-string'))) {
    sendJson(response, 200, JSON.stringify({ ...context.counts, ...context.pools.counts }));
  } else {
    sendFailure(response, unauthorized());
  }
}

async function health(isHealthy: () => Promise<boolean>, response: ServerResponse): Promise<void> {
  if (await isHealthy()) return sendJson(response, 200, '{"status":"ok"}');
  response.setHeader('Retry-After', '1');
  sendJson(response, 503, '{"status":"unavailable"}');
}

function router(context: Context) {
  const isHealthy = createHealthCheck(context.pools.system);
  const notAllowed = (response: ServerResponse, allow: string) => {
    response.setHeader('Allow', allow);
    sendFailure(response, new Refusal(405, '0A000', `use ${allow} here`));
  };
  return (request: IncomingMessage, response: ServerResponse) => {
    const { url, method } = request;
    if (url === '/sql' || url === '/sql/') {
      if (method !== 'POST') return notAllowed(response, 'POST');
      return void handleSql(context, request, response);
    }
    if (url !== '/health' && url !== '/stats') {
      return sendFailure(response, new Refusal(404, '42704', 'there is no such route'));
    }
    if (method !== 'GET') return notAllowed(response, 'GET');
    return url === '/health' ? void health(isHealthy, response) : stats(context, request, response);
  };
}

/**
 * Serves the SQL-over-HTTP protocol of the Neon serverless driver from pools of connections to one Postgres, one pool
 * for each role. Throws when a URL is not a Postgres URL.
 */
export function createGateway(options: GatewayOptions): Gateway {
  const log = createGatewayLog(options.log);
  const pools = createPools(options, log);
  const counts = { requests: 0, queries: 0, batches: 0, errors: 0 };
  const server = http.createServer(router({ options, pools, log, counts }));
  server.keepAliveTimeout = keepAliveMs;
  return {
    listen: (port) => startListening(server, port),
    close: async (graceMs = 10_000) => {
      await stopListening(server, graceMs);
      await pools.close();
    },
  };
}
