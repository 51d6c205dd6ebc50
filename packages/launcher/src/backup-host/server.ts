import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import type { BackupStore } from '@selfdb/backup/store/backup-store';
import { INTERNAL_TOKEN_HEADER, InvalidTokenError, verifyInternalToken } from '@selfdb/server/auth/tokens';
import { describeError, type Log } from '@selfdb/server/log';
import { RestoreTo } from '@selfdb/shared/backups/moment-schema';
import { CreateBackup, SetBackupSchedule, VerifyBackup } from '@selfdb/shared/backups/schema';
import { AppError, invalid } from '@selfdb/shared/errors';
import type { BackupJobs } from './backup-jobs.ts';
import { findFault } from './cron.ts';
import type { Jobs } from './jobs.ts';
import { listAll } from './list.ts';
import { refusalOf } from './refusal.ts';
import type { RestoreToJobs } from './restore-to-jobs.ts';
import type { Scheduler } from './scheduler.ts';
import { sendArchive } from './send-archive.ts';

/** What the requests of the worker are answered with. */
export interface BackupHost {
  store: BackupStore;
  jobs: Jobs;
  work: BackupJobs;
  restoreTo: RestoreToJobs;
  scheduler: Scheduler;
  secret: string;
  log: Log;
}

/** How long the rest of a body that was refused is read. */
const MAX_DRAIN_MS = 10_000;

type Answer = (
  host: BackupHost,
  request: IncomingMessage,
  name: string,
  response: ServerResponse,
) => Promise<unknown>;

/** The routes, each with what it answers as JSON. The worker has checked names, ids and bodies. */
const ROUTES: [method: string, path: RegExp, answer: Answer][] = [
  ['GET', /^\/backups$/, ({ store, jobs }) => listAll(store, jobs)],
  [
    'POST',
    /^\/backups$/,
    async ({ work }, request) => work.backUp(CreateBackup.parse(await json(request)).name),
  ],
  ['DELETE', /^\/backups\/([^/]+)$/, ({ work }, _, name) => work.remove(name)],
  [
    'POST',
    /^\/backups\/([^/]+)\/verify$/,
    async ({ work }, request, name) => work.verify(name, VerifyBackup.parse(await json(request)).full),
  ],
  ['POST', /^\/backups\/([^/]+)\/restore$/, ({ work }, _, name) => work.restore(name)],
  [
    'GET',
    /^\/backups\/([^/]+)\/bytes$/,
    ({ store }, request, name, response) => sendArchive(store, name, request, response),
  ],
  ['GET', /^\/moments$/, ({ restoreTo }) => restoreTo.describe()],
  [
    'POST',
    /^\/restore-to$/,
    async ({ restoreTo }, request) => restoreTo.begin(new Date(RestoreTo.parse(await json(request)).to)),
  ],
  ['POST', /^\/jobs\/([^/]+)\/confirm$/, async ({ restoreTo }, _, id) => restoreTo.confirm(id)],
  ['DELETE', /^\/jobs\/([^/]+)$/, async ({ restoreTo }, _, id) => restoreTo.cancel(id)],
  ['GET', /^\/jobs\/([^/]+)$/, async ({ jobs }, _, id) => jobs.get(id) ?? missingJob()],
  [
    'POST',
    /^\/restore$/,
    async ({ work }, request) => {
      await work.restoreUpload(request);
      return { success: true, message: 'The backup is restored. Sign in with an account of the backup.' };
    },
  ],
  ['GET', /^\/schedule$/, async ({ scheduler }) => scheduler.describe(new Date())],
  [
    'PUT',
    /^\/schedule$/,
    async ({ scheduler }, request) => {
      const schedule = SetBackupSchedule.parse(await json(request));
      const fault = findFault(schedule);
      if (fault) throw invalid(fault.loc, fault.message);
      scheduler.change(schedule, new Date());
      return scheduler.describe(new Date());
    },
  ],
];

/** Serves the worker, over loopback. */
export function createBackupServer(host: BackupHost): Server {
  const server = createServer((request, response) => {
    answer(host, request, response).catch(async (error) => {
      await drain(request);
      refuse(host, request, response, error);
    });
  });
  // An archive that is uploaded takes as long as it takes.
  server.requestTimeout = 0;
  return server;
}

async function answer(host: BackupHost, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://host');
  if (pathname === '/health') {
    response.setHeader('Content-Type', 'application/json').end('{"status":"ok"}');
    return;
  }
  await verifyInternalToken(host.secret, String(request.headers[INTERNAL_TOKEN_HEADER.toLowerCase()] ?? ''));
  const asked = request.method === 'HEAD' ? 'GET' : request.method;
  for (const [method, path, work] of ROUTES) {
    const match = method === asked ? path.exec(pathname) : null;
    if (!match) continue;
    const value = await work(host, request, decodeURIComponent(match[1] ?? ''), response);
    if (response.headersSent) return;
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify(value ?? null));
    return;
  }
  throw new AppError('not_found', 'There is nothing at this path.');
}

/** A connection that ends while the client still sends can lose the answer on its way (RFC 9112, 9.6). */
async function drain(request: IncomingMessage): Promise<void> {
  request.resume();
  await finished(request, { signal: AbortSignal.timeout(MAX_DRAIN_MS) }).catch(() => {});
}

function refuse(
  { log }: BackupHost,
  request: IncomingMessage,
  response: ServerResponse,
  error: unknown,
): void {
  if (response.headersSent) {
    // The client went away, or the archive can't be read on.
    response.destroy();
    return;
  }
  if (error instanceof InvalidTokenError) {
    response.writeHead(401).end();
    return;
  }
  const refusal = refusalOf(error);
  if (!refusal)
    log('error', 'request failed', { request_id: request.headers['x-request-id'], ...describeError(error) });
  const status = refusal ? 400 : 500;
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(
    JSON.stringify(
      refusal ?? { code: 'unavailable', message: 'The backup host failed. Its log has the reason.' },
    ),
  );
}

function missingJob(): never {
  throw new AppError('not_found', 'There is no such job. The last 50 are kept.');
}
