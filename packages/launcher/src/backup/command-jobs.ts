import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '@selfdb/backup/backup/progress';
import { isExpected } from '@selfdb/backup/host/expected-errors';
import { end, INTERRUPTED, JobCancelled, type NewJob, newJob, StoredJob } from '@selfdb/backup/host/jobs';
import { z } from 'zod';
import { readJsonFile, writeJsonFile } from '../config/json-file.ts';
import { isAlive, processRef, processRefSchema } from '../processes/processes.ts';
import { UserError } from '../user-error.ts';

const WRITE_EVERY_MS = 500;
/** How long one can read how a job ended. */
const KEEP_MS = 10 * 60_000;

const CommandJob = z.object({ process: processRefSchema, job: StoredJob });

/** Where commands of the terminal tell the process of backups what they do. */
export function commandJobsDirectory(stateDirectory: string): string {
  return join(stateDirectory, 'backup', 'commands');
}

/**
 * Does the job of a command, and tells of it in a file as soon as it reports progress: until then, it may be refused. `note`
 * tells what else has become of it.
 */
export async function tellingOfJob<T>(
  directory: string,
  request: NewJob,
  work: (report: Report, note: (change: Partial<StoredJob>) => void) => Promise<T>,
): Promise<T> {
  const job = newJob({ ...request, by_command: true });
  const own = processRef(process.pid);
  let writtenAt: number | undefined;
  const write = () => {
    writtenAt = Date.now();
    try {
      writeJsonFile(join(directory, `${job.id}.json`), { process: own, job });
    } catch {
      // The job itself matters more.
    }
  };
  try {
    const result = await work(
      (progress) => {
        const isNews = progress.step !== job.step || Date.now() - (writtenAt ?? 0) >= WRITE_EVERY_MS;
        Object.assign(job, { ...progress, total: progress.total ?? null });
        if (isNews) write();
      },
      (change) => {
        Object.assign(job, change);
        write();
      },
    );
    end(job, null);
    return result;
  } catch (error) {
    end(job, reasonOf(error));
    throw error;
  } finally {
    if (writtenAt !== undefined) write();
  }
}

function reasonOf(error: unknown): string | JobCancelled {
  if (error instanceof JobCancelled) return error;
  const isSentence = error instanceof UserError || isExpected(error);
  return isSentence ? error.message : 'It failed. The terminal shows why.';
}

/** What commands do or have just done. One that was killed has failed. */
export function readCommandJobs(directory: string): StoredJob[] {
  return namesIn(directory).flatMap((name) => {
    const path = join(directory, name);
    const found = readJsonFile(path, CommandJob);
    if (!found) return [];
    const { job, process: owner } = found;
    if (job.status === 'running' && !isAlive(owner)) end(job, INTERRUPTED);
    if (job.status !== 'running' && isOld(path)) rmSync(path, { force: true });
    return [job];
  });
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory).filter((name) => name.endsWith('.json'));
  } catch {
    return [];
  }
}

function isOld(path: string): boolean {
  const modifiedAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  return modifiedAt !== undefined && Date.now() - modifiedAt > KEEP_MS;
}
