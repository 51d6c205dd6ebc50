import type { StatePaths } from '../config/paths.ts';
import { endProcess, findByEnvironment, type ProcessRef } from '../processes/processes.ts';
import { instanceVariable, wranglerVariable } from '../services/instance.ts';
import type { Service } from '../services/service.ts';
import { readRunState } from './run-state.ts';

const leftoverGraceMs = 3000;

/** Takes over the processes of an earlier supervisor, and ends those that would be started differently today. */
export async function takeOver(services: Service[], paths: StatePaths): Promise<void> {
  const previous = readRunState(paths)?.services ?? [];
  for (const service of services) {
    const status = previous.find((each) => each.name === service.spec.name);
    if (status) service.adopt(status);
  }
  const kept = new Set(services.map((service) => service.status().process?.pid));
  await endLeftovers(findServices(paths).filter(({ pid }) => !kept.has(pid)));
}

/** The processes that were started for this state directory, supervised or not. */
export function findLeftovers(paths: StatePaths): ProcessRef[] {
  return [...findServices(paths), ...findByEnvironment(wranglerVariable(paths))];
}

function findServices(paths: StatePaths): ProcessRef[] {
  const recorded = readRunState(paths)?.services.flatMap((service) => service.process ?? []) ?? [];
  const found = findByEnvironment(instanceVariable(paths));
  const known = new Set(found.map(({ pid }) => pid));
  return [...found, ...recorded.filter(({ pid }) => !known.has(pid))];
}

export async function endLeftovers(leftovers: ProcessRef[]): Promise<void> {
  // SIGINT is Postgres' fast shutdown (postgres(1)); workerd and Node end on it as well.
  await Promise.all(leftovers.map((leftover) => endProcess(leftover, 'SIGINT', leftoverGraceMs)));
}
