import { RestoreTo } from '@selfdb/shared/backups/moment-schema';
import { CreateBackup, SetBackupSchedule, VerifyBackup } from '@selfdb/shared/backups/schema';
import { AppError, invalid } from '@selfdb/shared/errors';
import { AuditActor } from '@selfdb/shared/system/audit/schema';
import { z } from 'zod';
import type { BackupStore } from '../store/backup-store.ts';
import { answerWithArchive, type HostAnswer, type ReadRange } from './archive-answer.ts';
import type { BackupJobs } from './backup-jobs.ts';
import type { Jobs } from './jobs.ts';
import { listAll } from './list.ts';
import { refusalOf } from './refusal.ts';
import type { RestoreToJobs } from './restore-to/restore-to-jobs.ts';
import { findFault } from './schedule/cron.ts';
import type { Scheduler } from './schedule/scheduler.ts';

/** What the requests of the worker are answered with. */
export interface BackupHost {
  store: BackupStore;
  jobs: Jobs;
  work: BackupJobs;
  restoreTo: RestoreToJobs;
  scheduler: Scheduler;
  readRange: ReadRange;
  /** Whether the request comes from a worker of this system. */
  isTrusted: (header: HostRequest['header']) => Promise<boolean>;
  /** Is told of errors that are not the caller's. */
  onError: (error: unknown, requestId: string | undefined) => void;
}

/** A request of the worker, as the runtime of the host has it. */
export interface HostRequest {
  method: string;
  pathname: string;
  /** By its name in lower case. */
  header: (name: string) => string | undefined;
  json: () => Promise<unknown>;
  /** The bytes of the file in a form. */
  upload: () => AsyncIterable<Uint8Array>;
}

type Route = (host: BackupHost, request: HostRequest, name: string) => Promise<unknown>;

/** The routes, each with what it answers as JSON. The worker has checked names, ids and bodies. */
const ROUTES: [method: string, path: RegExp, answer: Route][] = [
  ['GET', /^\/backups$/, ({ store, jobs }) => listAll(store, jobs)],
  [
    'POST',
    /^\/backups$/,
    async ({ work }, request) => work.backUp(CreateBackup.parse(await request.json()).name),
  ],
  ['DELETE', /^\/backups\/([^/]+)$/, ({ work }, _, name) => work.remove(name)],
  [
    'POST',
    /^\/backups\/([^/]+)\/verify$/,
    async ({ work }, request, name) => work.verify(name, VerifyBackup.parse(await request.json()).full),
  ],
  [
    'POST',
    /^\/backups\/([^/]+)\/restore$/,
    async ({ work }, request, name) => work.restore(name, await readActor(request)),
  ],
  ['GET', /^\/moments$/, ({ restoreTo }) => restoreTo.describe()],
  [
    'POST',
    /^\/restore-to$/,
    async ({ restoreTo }, request) => restoreTo.begin(new Date(RestoreTo.parse(await request.json()).to)),
  ],
  [
    'POST',
    /^\/jobs\/([^/]+)\/confirm$/,
    async ({ restoreTo }, request, id) => restoreTo.confirm(id, await readActor(request)),
  ],
  ['DELETE', /^\/jobs\/([^/]+)$/, async ({ restoreTo }, _, id) => restoreTo.cancel(id)],
  ['GET', /^\/jobs\/([^/]+)$/, async ({ jobs }, _, id) => jobs.get(id) ?? missingJob()],
  [
    'POST',
    /^\/restore$/,
    async ({ work }, request) => {
      await work.restoreUpload(request.upload);
      return { success: true, message: 'The backup is restored. Sign in with an account of the backup.' };
    },
  ],
  ['GET', /^\/schedule$/, async ({ scheduler }) => scheduler.describe(new Date())],
  [
    'PUT',
    /^\/schedule$/,
    async ({ scheduler, work }, request) => {
      const schedule = SetBackupSchedule.parse(await request.json());
      const fault = findFault(schedule);
      if (fault) throw invalid(fault.loc, fault.message);
      if (schedule.verify) work.requireTarget();
      scheduler.change(schedule, new Date());
      return scheduler.describe(new Date());
    },
  ],
];

const BYTES = /^\/backups\/([^/]+)\/bytes$/;

/** Answers a request of the worker. Never throws. */
export async function answerRequest(host: BackupHost, request: HostRequest): Promise<HostAnswer> {
  try {
    return await route(host, request);
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) host.onError(error, request.header('x-request-id'));
    return json(
      refusal ? 400 : 500,
      refusal ?? { code: 'unavailable', message: 'The backup host failed. Its log has the reason.' },
    );
  }
}

async function route(host: BackupHost, request: HostRequest): Promise<HostAnswer> {
  const { pathname } = request;
  if (pathname === '/health') return json(200, { status: 'ok' });
  if (!(await host.isTrusted(request.header))) return { status: 401, headers: {}, body: null };
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const archive = method === 'GET' ? BYTES.exec(pathname) : null;
  if (archive)
    return answerWithArchive(host.store, decodeURIComponent(archive[1] ?? ''), request, host.readRange);
  for (const [verb, path, answer] of ROUTES) {
    const match = verb === method ? path.exec(pathname) : null;
    if (match) return json(200, (await answer(host, request, decodeURIComponent(match[1] ?? ''))) ?? null);
  }
  throw new AppError('not_found', 'There is nothing at this path.');
}

function json(status: number, value: unknown): HostAnswer {
  return { status, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(value) };
}

/** Whom the worker has let in. */
async function readActor(request: HostRequest): Promise<AuditActor> {
  return z.object({ by: AuditActor }).parse(await request.json()).by;
}

function missingJob(): never {
  throw new AppError('not_found', 'There is no such job. The last 50 are kept.');
}
