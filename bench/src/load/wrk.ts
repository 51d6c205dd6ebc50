import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ProgramOptions, runProgram } from '../system/program.ts';
import { UserError } from '../user-error.ts';
import { type Load, requestsFile } from './load.ts';

export const connections = 32;
const timeoutSeconds = 10;
const script = join(import.meta.dirname, 'requests.lua');

/** The results of one run of wrk. */
export interface Run {
  requests: number;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** Why the run is void; empty for a valid run. */
  faults: string[];
}

/** The version of wrk. Throws a UserError that says how to install it. */
export async function findWrk(signal: AbortSignal): Promise<string> {
  // `wrk --version` prints its usage too and ends with 1.
  const output = await wrk(['--version'], { signal }).catch((error: unknown) => {
    if (signal.aborted || !(error instanceof Error)) throw error;
    return error.message;
  });
  const version = /wrk (\S+) \[/.exec(output)?.[1];
  if (version) return version;
  throw new UserError(
    'The bench needs wrk, which is not installed. Debian, Ubuntu: `sudo apt-get install wrk`; macOS: `brew install wrk`. Then run this again.',
  );
}

/** Puts the load on its server for that many seconds, with 32 connections. `folder` gets the list of requests. */
export async function runWrk(
  load: Load,
  { seconds, folder, signal }: { seconds: number; folder: string; signal: AbortSignal },
): Promise<Run> {
  const list = join(folder, 'requests.txt');
  writeFileSync(list, requestsFile(load), { mode: 0o600 });
  const settings = ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', `${timeoutSeconds}s`];
  return readRun(await wrk([...settings, '-s', script, load.url, '--', list], { signal }));
}

function wrk(args: string[], options: Pick<ProgramOptions, 'signal'>): Promise<string> {
  return runProgram('wrk', args, {
    cwd: import.meta.dirname,
    env: { PATH: process.env.PATH ?? '' },
    ...options,
  });
}

interface Summary {
  requests: number;
  microseconds: number;
  p50: number;
  p99: number;
  bad_statuses: number;
  broken_connections: number;
  timeouts: number;
}

/** Reads the line that `requests.lua` prints. */
export function readRun(output: string): Run {
  const line = output.split('\n').findLast((each) => each.startsWith('{'));
  if (!line) throw new Error(`wrk printed no results:\n${output}`);
  const summary: Summary = JSON.parse(line);
  const kinds = [
    [summary.bad_statuses, 'answers had an error status'],
    [summary.broken_connections, 'connections broke'],
    [summary.timeouts, `answers took longer than ${timeoutSeconds} s`],
    [summary.requests === 0 ? 1 : 0, 'run got no answer'],
  ] as const;
  return {
    requests: summary.requests,
    perSecond: summary.requests / (summary.microseconds / 1e6),
    p50Ms: summary.p50 / 1000,
    p99Ms: summary.p99 / 1000,
    faults: kinds.flatMap(([count, what]) => (count > 0 ? [`${count} ${what}`] : [])),
  };
}
