import { createBackupApp } from './app.ts';
import type { BackupBindings } from './bindings.ts';
import { runnerOf } from './runner/runner-stub.ts';

export { BackupRunner } from './runner/backup-runner.ts';

const app = createBackupApp();

/** The worker on Cloudflare, where a Durable Object does the work. On a machine of one's own it is `worker.ts`. */
export default {
  fetch: app.fetch,
  /** Once a minute, by the cron trigger. */
  scheduled: (_, bindings) => runnerOf(bindings)?.tick(),
} satisfies ExportedHandler<BackupBindings>;
