import { DurableObject } from 'cloudflare:workers';
import { answerRequest, type BackupHost, type HostRequest } from '@selfdb/backup/host/answer';
import { openBackupHost } from '@selfdb/backup/host/open-host';
import { noMoments } from '@selfdb/backup/host/restore-to/no-moments';
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
  const host = openBackupHost({
    system: runnerSystemOf(settings),
    settings,
    moments: noMoments,
    stateOf: (name) => stored(storage, name),
    readRange,
    isTrusted: (header) =>
      isInternalToken(settings.INTERNAL_SECRET, header(INTERNAL_TOKEN_HEADER.toLowerCase())),
    logError: (event, error, fields) => log('error', event, { ...fields, ...describeError(error) }),
  });
  const { filename, is_scheduled, error } = host.jobs.interrupted ?? {};
  if (filename && is_scheduled) host.scheduler.noteInterrupted(filename, error ?? null, new Date());
  return host;
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
