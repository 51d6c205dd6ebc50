import type { Backup } from '@selfdb/shared/backups/schema';
import { listBackups } from '../backup/archive-notes.ts';
import type { BackupStore } from '../store/backup-store.ts';
import type { Jobs, StoredJob } from './jobs.ts';

/** The archives, the backup that is being made, and those that failed and left no archive; newest first. */
export async function listAll(store: BackupStore, jobs: Jobs): Promise<Backup[]> {
  const running = jobs.running();
  const archives = (await listBackups(store)).map((archive): Backup => {
    const job = running.find(({ filename }) => filename === archive.filename);
    return job
      ? { ...archive, status: statusOf(job, archive.status), job_id: job.id }
      : { ...archive, job_id: null };
  });
  const known = new Set(archives.map(({ filename }) => filename));
  const making = running.filter(({ kind }) => kind === 'backup');
  const others = [...making, ...jobs.failedBackups()].filter(({ filename }) => !known.has(filename ?? ''));
  return [...others.map(withoutArchive), ...archives].sort((a, b) =>
    b.created_at.localeCompare(a.created_at),
  );
}

/** The archive that is restored stays what it is. */
const statusOf = ({ kind, step }: StoredJob, otherwise: Backup['status']) =>
  kind === 'verify' || step === 'verify' ? 'verifying' : otherwise;

function withoutArchive(job: StoredJob): Backup {
  const isRunning = job.status === 'running';
  return {
    filename: job.filename ?? '',
    size: 0,
    created_at: job.started_at,
    name: null,
    kind: job.is_scheduled ? 'scheduled' : 'manual',
    status: isRunning ? statusOf(job, 'running') : 'failed',
    checksum_sha256: null,
    proven_at: null,
    error: job.error,
    job_id: isRunning ? job.id : null,
  };
}
