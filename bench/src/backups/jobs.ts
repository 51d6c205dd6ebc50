import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench } from '../bench.ts';
import type { Tokens } from '../world.ts';

const pollMs = 250;

interface Job {
  status: 'running' | 'done' | 'failed';
  error: string | null;
}

/** Makes a backup through the API, waits until it is read back, and deletes it. Throws if it fails. */
export async function backUp({ api, instance, signal }: Bench): Promise<void> {
  const { ADMIN_EMAIL: email, ADMIN_PASSWORD: password } = instance.settings;
  const { access_token: token } = await api<Tokens>('/users/token', { json: { email, password } });
  const { filename, job_id } = await api<{ filename: string; job_id: string }>('/backups', {
    token,
    json: {},
  });
  for (;;) {
    const job = await api<Job>(`/backups/jobs/${job_id}`, { token });
    if (job.status === 'failed') throw new Error(`The backup failed: ${job.error}`);
    if (job.status === 'done') break;
    await sleep(pollMs, undefined, { signal });
  }
  await api(`/backups/${filename}`, { token, method: 'DELETE' });
}
