import { join } from 'node:path';
import type { SettledSettings } from '../../config/internal-ports.ts';
import { repositoryRoot, type StatePaths } from '../../config/paths.ts';
import type { ServiceSpec } from '../service.ts';
import { answersHealth, commonEnvironment, commonSpec } from './common.ts';
import { variablesOf, workerVariables } from './process-environment.ts';
import { serve, workerdProgram } from './workerd.ts';

export function functionsService(settings: SettledSettings, paths: StatePaths): ServiceSpec {
  return {
    ...commonSpec('functions', paths),
    command: workerdProgram(),
    args: [
      ...serve('functions.capnp'),
      `--socket-addr=http=127.0.0.1:${settings.FUNCTIONS_PORT}`,
      `--external-addr=feed=127.0.0.1:${settings.REALTIME_PORT}`,
      `--external-addr=runner=127.0.0.1:${settings.RUNNER_PORT}`,
      `--external-addr=pg-gateway=127.0.0.1:${settings.GATEWAY_PORT}`,
      `--directory-path=objects=${paths.objects}`,
    ],
    env: { ...commonEnvironment(paths), ...workerVariables(['functions'], settings) },
    isReady: (pid) => answersHealth(pid, '127.0.0.1', settings.FUNCTIONS_PORT),
  };
}

/** Starts and ends the processes in which functions run. It has secrets, but no database; they have none. */
export function functionsHostService(settings: SettledSettings, paths: StatePaths): ServiceSpec {
  return {
    ...commonSpec('runner', paths),
    command: process.execPath,
    args: ['--max-semi-space-size=4', join(repositoryRoot, 'packages/launcher/src/functions-host/main.ts')],
    env: { ...commonEnvironment(paths), ...variablesOf('runner', settings) },
    isReady: (pid) => answersHealth(pid, '127.0.0.1', settings.RUNNER_PORT),
  };
}
