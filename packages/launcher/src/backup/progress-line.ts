import type { Report } from '@selfdb/backup/backup/progress';
import type { NewJob } from '@selfdb/backup/host/jobs';
import { loadStateDirectory } from '../config/load-settings.ts';
import { statePaths } from '../config/paths.ts';
import { commandJobsDirectory, tellingOfJob } from './command-jobs.ts';

const STEPS: Record<string, string> = {
  database: 'Rows',
  files: 'Files',
  verify: 'Reading the archive',
  prove: 'Comparing the restored rows',
  finish: 'Migrations, roles and statistics',
  swap: 'Swapping the databases',
  base: 'Unpacking the base backup',
  log: 'Replaying the log',
  restart: 'Starting on the restored database',
};

const EVERY_MS = 200;

interface ProgressLine {
  report: Report;
  /** Ends the line. */
  end: () => void;
}

/** Shows the progress of work. Ends its line whether the work succeeds or not. */
export function withProgress<T>(work: (report: Report) => Promise<T>): Promise<T> {
  const progress = showProgress(process.stderr);
  return work(progress.report).finally(progress.end);
}

/** The same for a job with an archive, which the process of backups shows meanwhile. */
export function withJob<T>(
  kind: NewJob['kind'],
  filename: string,
  work: (report: Report) => Promise<T>,
): Promise<T> {
  const directory = commandJobsDirectory(statePaths(loadStateDirectory()).state);
  return withProgress((show) =>
    tellingOfJob(directory, { kind, filename }, (tell) =>
      work((progress) => {
        show(progress);
        tell(progress);
      }),
    ),
  );
}

/** On a terminal, one line that is written again; in a pipe, one line for each step. On stderr, so that stdout has results only. */
function showProgress(stream: NodeJS.WriteStream): ProgressLine {
  let step = '';
  let lastAt = 0;
  let startedAt = 0;
  return {
    report(progress) {
      const now = Date.now();
      if (progress.step !== step) {
        if (stream.isTTY && step !== '') stream.write('\n');
        if (!stream.isTTY) stream.write(`${nameOf(progress.step)}\n`);
        step = progress.step;
        startedAt = now;
        lastAt = 0;
      }
      if (!stream.isTTY || now - lastAt < EVERY_MS) return;
      lastAt = now;
      stream.write(`\r\u001b[K${nameOf(step)}  ${describe(progress.bytes, progress.total, now - startedAt)}`);
    },
    end() {
      if (stream.isTTY && step !== '') stream.write('\n');
    },
  };
}

const nameOf = (step: string) => STEPS[step] ?? step;

function describe(bytes: number, total: number | undefined, elapsedMs: number): string {
  if (bytes === 0) return '';
  if (!total) return formatBytes(bytes);
  // The size of a dump is only estimated.
  const share = Math.min(bytes / total, 0.99);
  const leftSeconds = Math.round((elapsedMs / share - elapsedMs) / 1000);
  return `${formatBytes(bytes)} of about ${formatBytes(total)}, ${leftSeconds} s left`;
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

/** `1.4 GB`, in units of 1000. */
export function formatBytes(bytes: number): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), UNITS.length - 1);
  const value = bytes / 1000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[power]}`;
}
