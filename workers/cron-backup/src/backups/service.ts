import { requireAdmin } from '@selfdb/server/db/authority';
import { callerOf } from '@selfdb/server/http/caller/caller';
import type { AppContext } from '@selfdb/server/http/context';
import type { StartedJob } from '@selfdb/shared/backups/schema';
import { BackupJob } from '@selfdb/shared/backups/schema';
import type { AuditAction } from '@selfdb/shared/system/audit/actions';
import { AuditActor } from '@selfdb/shared/system/audit/schema';
import { z } from 'zod';
import type { BackupBindings } from '../bindings.ts';
import { askHost, readAnswer } from '../host/ask-host.ts';
import { recordUse, selectCaller } from './repository.ts';

type Context = AppContext<BackupBindings>;

const ArchiveJob = BackupJob.pick({ id: true }).extend({ filename: z.string() });

/** The caller. Throws unless that is an administrator now. */
export async function requireAdministrator(c: Context): Promise<AuditActor> {
  const { db, principal } = callerOf(c);
  const caller = await selectCaller(db, principal);
  requireAdmin(principal, caller?.my_role);
  return AuditActor.parse({ ...caller, role: caller?.my_role });
}

/** Adds what an administrator has done to the audit log. It comes after the work, so that it tells of nothing that was refused. */
export async function recordInAudit(
  c: Context,
  use: { action: AuditAction; filename: string | null; details?: object },
): Promise<void> {
  const { db, principal } = callerOf(c);
  requireAdmin(principal, (await recordUse(db, principal, use))?.my_role);
}

/** Asks the host to begin a job. */
export async function startJob(
  c: Context,
  path: string,
  request: object,
  message: string,
): Promise<StartedJob> {
  const answer = await askHost(c, path, {
    method: 'POST',
    body: JSON.stringify(request),
    headers: { 'Content-Type': 'application/json' },
  });
  const job = await readAnswer(answer, ArchiveJob);
  return { success: true, filename: job.filename, message, job_id: job.id };
}
