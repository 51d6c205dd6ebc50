import { repositoryRoot, type StatePaths } from '../../config/paths.ts';
import { logPath } from '../../logs/log-file.ts';
import { listensOn } from '../../processes/listening.ts';
import { instanceVariable } from '../instance.ts';
import { probe } from '../probe.ts';

const graceMs = 3000;

/** What every service but Postgres has in common. */
export function commonSpec(name: string, paths: StatePaths) {
  return {
    name,
    cwd: repositoryRoot,
    logPath: logPath(paths.logs, name),
    stopSignal: 'SIGTERM' as const,
    graceMs,
  };
}

/** The environment of every service but Postgres, without its settings. */
export function commonEnvironment(paths: StatePaths): Record<string, string> {
  return { PATH: process.env.PATH ?? '/usr/bin:/bin', TZ: 'UTC', ...instanceVariable(paths) };
}

/** Whether `/health` answers, and from this process: another program may have taken the port first. */
export async function answersHealth(pid: number, host: string, port: number): Promise<boolean> {
  return (await probe(`http://${host}:${port}/health`)) !== undefined && listensOn(pid, port);
}
