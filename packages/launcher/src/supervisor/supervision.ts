import { existsSync, writeFileSync } from 'node:fs';
import type { Mode } from '../config/mode.ts';
import { createStateDirectories, type StatePaths } from '../config/paths.ts';
import { logPath, rotateLog } from '../logs/log-file.ts';
import { processRef } from '../processes/processes.ts';
import type { Service } from '../services/service.ts';
import { type RunState, readRunState, writeRunState } from './run-state.ts';
import type { Watchdog } from './watchdog.ts';

/** What one supervisor supervises, and its state. */
export interface Supervision {
  paths: StatePaths;
  mode: Mode;
  phase: RunState['phase'];
  services: Service[];
  watchdog: Watchdog | undefined;
  supervisorRestarts: number;
  startedAt: number;
  notes: string[];
  news: string[];
  failure: RunState['failure'];
}

const rotationCheckMs = 2000;

export function createSupervision(paths: StatePaths, mode: Mode, isResumed: boolean): Supervision {
  const previous = isResumed ? readRunState(paths) : undefined;
  return {
    paths,
    mode,
    phase: 'starting',
    services: [],
    watchdog: undefined,
    supervisorRestarts: previous ? previous.supervisorRestarts + 1 : 0,
    startedAt: previous?.startedAt ?? Date.now(),
    notes: [],
    news: [],
    failure: undefined,
  };
}

/** Records what runs, for the other commands and for the next supervisor. */
export function record(supervision: Supervision): void {
  const self = processRef(process.pid);
  if (!self) throw new Error('this process has no identity');
  const { services, watchdog, paths, ...rest } = supervision;
  // The state directory of a running system may be removed; the system continues.
  createStateDirectories(paths);
  writeRunState(paths, {
    ...rest,
    supervisor: self,
    watchdog: watchdog?.process(),
    services: services.map((service) => service.status()),
  });
}

export function setPhase(supervision: Supervision, phase: Supervision['phase']): void {
  supervision.phase = phase;
  record(supervision);
}

/** Starts a service unless everything is being stopped. */
export function startService(supervision: Supervision, service: Service): void {
  if (supervision.phase !== 'stopping') service.start();
}

/** Stops Postgres after those that use it, so that no request fails because the database is gone. */
export async function stopServices({ services }: Supervision): Promise<void> {
  const database = services.filter(({ spec }) => spec.name === 'postgres');
  const later = services.filter(({ spec }) => spec.outlivesPostgres);
  const earlier = services.filter((service) => !database.includes(service) && !later.includes(service));
  for (const stopped of [earlier, database, later])
    await Promise.all(stopped.map((service) => service.stop()));
}

/** From here on, neither the watchdog nor a supervisor that it has just started starts anything. */
export function markStopped(paths: StatePaths): void {
  writeFileSync(paths.stopMarker, '', { mode: 0o600 });
}

export function rotateLogsRegularly(supervision: Supervision): NodeJS.Timeout {
  return setInterval(() => {
    for (const name of ['supervisor', ...supervision.services.map((service) => service.spec.name)]) {
      const path = logPath(supervision.paths.logs, name);
      if (existsSync(path)) rotateLog(path);
    }
  }, rotationCheckMs);
}

/** One line in the supervisor's own log. */
export function logLine(message: string): void {
  process.stdout.write(`${new Date().toISOString()} ${message}\n`);
}
