import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { StatePaths } from '../config/paths.ts';
import { isAlive } from '../processes/processes.ts';

export const processRefSchema = z.object({ pid: z.number(), identity: z.string() });

const serviceStatusSchema = z.object({
  name: z.string(),
  state: z.enum(['stopped', 'starting', 'running', 'waiting', 'stopping']),
  process: processRefSchema.optional(),
  restarts: z.number(),
  /** Milliseconds since 1970 at which the process was started. */
  startedAt: z.number().optional(),
  lastExit: z.string().optional(),
  /** Digest of command and environment: a process is taken over only if it would be started the same today. */
  fingerprint: z.string(),
});

const runStateSchema = z.object({
  phase: z.enum(['starting', 'running', 'stopping', 'stopped', 'failed']),
  mode: z.enum(['full', 'dev']),
  supervisor: processRefSchema,
  watchdog: processRefSchema.optional(),
  supervisorRestarts: z.number(),
  startedAt: z.number(),
  services: z.array(serviceStatusSchema),
  /** Sentences that are true as long as the system runs, and those about this start. */
  notes: z.array(z.string()),
  news: z.array(z.string()),
  failure: z.object({ service: z.string(), message: z.string() }).optional(),
});

export type ServiceStatus = z.infer<typeof serviceStatusSchema>;
export type RunState = z.infer<typeof runStateSchema>;

/** The supervisor's last record, or undefined when there is none that can be read. */
export function readRunState(paths: StatePaths): RunState | undefined {
  try {
    return runStateSchema.parse(JSON.parse(readFileSync(paths.runState, 'utf8')));
  } catch {
    return undefined;
  }
}

export function writeRunState(paths: StatePaths, state: RunState): void {
  const temporary = `${paths.runState}.new`;
  writeFileSync(temporary, JSON.stringify(state), { mode: 0o600 });
  renameSync(temporary, paths.runState);
}

/**
 * The state of a running system. While the supervisor is being replaced, its watchdog represents it:
 * the next supervisor keeps the watchdog's process id.
 */
export function findRunning(paths: StatePaths): RunState | undefined {
  const state = readRunState(paths);
  if (!state || state.phase === 'stopped' || state.phase === 'failed') return undefined;
  return isAlive(state.supervisor) || isAlive(state.watchdog) ? state : undefined;
}
