import { z } from 'zod';
import { readJsonFile, writeJsonFile } from '../config/json-file.ts';
import { modes } from '../config/mode.ts';
import type { StatePaths } from '../config/paths.ts';
import { isAlive, processRefSchema } from '../processes/processes.ts';
import { serviceStatusSchema } from '../services/service-status.ts';

const runStateSchema = z.object({
  phase: z.enum(['starting', 'running', 'stopping', 'stopped', 'failed']),
  mode: z.enum(modes),
  supervisor: processRefSchema,
  watchdog: processRefSchema.optional(),
  supervisorRestarts: z.number(),
  startedAt: z.number(),
  services: z.array(serviceStatusSchema),
  /** Sentences for the terminal: `notes` hold while the system runs, `news` are about this start. */
  notes: z.array(z.string()),
  news: z.array(z.string()),
  failure: z.object({ service: z.string(), message: z.string() }).optional(),
});

export type RunState = z.infer<typeof runStateSchema>;

/** The supervisor's last record, or undefined when there is none that can be read. */
export function readRunState(paths: StatePaths): RunState | undefined {
  return readJsonFile(paths.runState, runStateSchema);
}

export function writeRunState(paths: StatePaths, state: RunState): void {
  writeJsonFile(paths.runState, state);
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
