import { describe, expect, it } from 'vitest';
import type { BackupJob } from '../generated/types.gen.ts';
import { clientOf, createFetch, json, refusal } from '../testing/fake-server.ts';

const job = (change: Partial<BackupJob>): BackupJob => ({
  id: 'job',
  kind: 'backup',
  filename: 'selfdb_backup_20261201_030000.tar.gz',
  status: 'running',
  step: 'database',
  bytes: 0,
  total: null,
  to: null,
  found: null,
  answer_until: null,
  by_command: false,
  notes: [],
  error: null,
  started_at: '2026-12-01T03:00:00Z',
  finished_at: null,
  ...change,
});

/** A server that gives these answers one after the other, and a token to be refused. */
async function watch(...answers: (() => Response)[]) {
  const { fetch } = createFetch((_, count) => answers[count - 1]?.() ?? json(job({ status: 'done' })));
  const selfdb = clientOf(fetch, { tokens: { get: () => 'dead', refresh: async () => undefined } });
  const seen: number[] = [];
  return { seen, ended: selfdb.backups.waitForJob('job', { onProgress: ({ bytes }) => seen.push(bytes) }) };
}

describe('waitForJob', () => {
  it('tells of the progress, and gives the job that is done', async () => {
    const { seen, ended } = await watch(() => json(job({ bytes: 7 })));
    expect(await ended).toMatchObject({ status: 'done', signedOut: false });
    expect(seen).toEqual([7, 0]);
  });

  it.each(['failed', 'cancelled'] as const)('throws why a job %s', async (status) => {
    const { ended } = await watch(() => json(job({ status, error: 'The disk is full.' })));
    await expect(ended).rejects.toMatchObject({ message: 'The disk is full.', code: `job_${status}` });
  });

  it('tells that a restore has ended the session', async () => {
    const { ended } = await watch(
      () => json(job({ kind: 'restore' })),
      () => refusal(401, 'unauthenticated'),
    );
    expect(await ended).toMatchObject({ kind: 'restore', signedOut: true });
  });

  it('stops at a restore that waits to be confirmed, if asked to', async () => {
    const waiting = job({ kind: 'restore_to', filename: null, step: 'waiting' });
    const { fetch } = createFetch(() => json(waiting));
    const stopped = clientOf(fetch).backups.waitForJob('job', { until: 'waiting' });
    expect(await stopped).toMatchObject({ status: 'running', step: 'waiting' });
  });

  it('throws a refusal while something else is watched', async () => {
    const { ended } = await watch(
      () => json(job({})),
      () => refusal(401, 'unauthenticated'),
    );
    await expect(ended).rejects.toMatchObject({ status: 401 });
  });

  it('goes on while the server is down', async () => {
    const down = () => refusal(500, 'internal');
    const { ended } = await watch(() => json(job({})), down, down);
    expect(await ended).toMatchObject({ status: 'done' });
  });
});
