import { DurableObject } from 'cloudflare:workers';
import { answerRequest, type BackupHost, type HostRequest } from '@selfdb/backup/host/answer';
import { BackupJobs } from '@selfdb/backup/host/backup-jobs';
import { Jobs } from '@selfdb/backup/host/jobs';
import { describeJobFailure } from '@selfdb/backup/host/refusal';
import { noMoments } from '@selfdb/backup/host/restore-to/no-moments';
import { RestoreToJobs } from '@selfdb/backup/host/restore-to/restore-to-jobs';
import { Scheduler } from '@selfdb/backup/host/schedule/scheduler';
import type { StoredState } from '@selfdb/backup/host/stored-state';
import { streamOf } from '@selfdb/backup/stream-of';
import { INTERNAL_TOKEN_HEADER, isInternalToken } from '@selfdb/server/auth/tokens';
import { readRange } from '@selfdb/server/http/byte-range';
import { createLog, describeError } from '@selfdb/server/log';
import { readBackupRunnerSettings } from '@selfdb/settings';
import type { BackupBindings } from '../bindings.ts';
import { runnerSystemOf } from './runner-system.ts';

/**
 * Makes backups where there is no process for it, on Cloudflare. It answers what the process of backups answers, and keeps jobs
 * and the schedule in its storage. `waitUntil` keeps it alive during a job. If it ends all the same, the job has failed.
 */
export class BackupRunner extends DurableObject<BackupBindings> {
  readonly #opened: BackupHost | Error;

  constructor(ctx: DurableObjectState, bindings: BackupBindings) {
    super(ctx, bindings);
    try {
      this.#opened = openHost(ctx.storage, bindings);
    } catch (error) {
      // Otherwise the administrator would not learn which setting is wrong.
      this.#opened = error instanceof Error ? error : new Error(String(error));
    }
  }

  override async fetch(request: Request): Promise<Response> {
    const host = this.#opened;
    if (host instanceof Error)
      return Response.json({ code: 'unavailable', message: host.message }, { status: 400 });
    const { status, headers, body } = await answerRequest(host, asHostRequest(request));
    this.ctx.waitUntil(host.jobs.untilIdle());
    const content = body === null || typeof body === 'string' ? body : streamOf(body);
    return new Response(content, { status, headers });
  }

  /** Begins a backup if one is due. */
  tick(): void {
    const host = this.#opened;
    if (host instanceof Error) throw host;
    const done = host.scheduler.tick(new Date()).catch((error) => host.onError(error, undefined));
    this.ctx.waitUntil(done);
  }
}

function openHost(storage: DurableObjectStorage, bindings: BackupBindings): BackupHost {
  const settings = readBackupRunnerSettings(bindings);
  const log = createLog('backup', settings.LOG_LEVEL);
  const system = runnerSystemOf(settings);
  const jobs = new Jobs(stored(storage, 'jobs'), (error, { kind, filename }) => {
    log('error', `${kind} failed`, { filename, ...describeError(error) });
    return describeJobFailure(error);
  });
  const work = new BackupJobs(system, jobs);
  const now = new Date();
  const initial = {
    cron: settings.BACKUP_SCHEDULE_CRON,
    timezone: settings.BACKUP_SCHEDULE_TIMEZONE,
    retention_days: settings.BACKUP_RETENTION_DAYS,
    verify: false,
  };
  const scheduler = new Scheduler(stored(storage, 'schedule'), initial, work.scheduled(), now);
  const { filename, is_scheduled, error } = jobs.interrupted ?? {};
  if (filename && is_scheduled) scheduler.noteInterrupted(filename, error ?? null, now);
  return {
    store: system.archives.store,
    jobs,
    work,
    restoreTo: new RestoreToJobs(jobs, noMoments),
    scheduler,
    readRange,
    isTrusted: (header) =>
      isInternalToken(settings.INTERNAL_SECRET, header(INTERNAL_TOKEN_HEADER.toLowerCase())),
    onError: (error, requestId) =>
      log('error', 'request failed', { request_id: requestId, ...describeError(error) }),
  };
}

function asHostRequest(request: Request): HostRequest {
  return {
    method: request.method,
    pathname: new URL(request.url).pathname,
    header: (name) => request.headers.get(name) ?? undefined,
    json: () => request.json(),
    upload: () => {
      throw new Error('Nothing is restored here.');
    },
  };
}

function stored({ kv }: DurableObjectStorage, key: string): StoredState {
  return { read: () => kv.get(key), write: (value) => kv.put(key, value) };
}
