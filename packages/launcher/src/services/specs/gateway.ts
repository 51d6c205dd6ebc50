import { join } from 'node:path';
import type { SettledSettings } from '../../config/internal-ports.ts';
import { repositoryRoot, type StatePaths } from '../../config/paths.ts';
import type { ServiceSpec } from '../service.ts';
import { answersHealth, commonEnvironment, commonSpec } from './common.ts';
import { variablesOf } from './process-environment.ts';

export function gatewayService(settings: SettledSettings, paths: StatePaths): ServiceSpec {
  return {
    ...commonSpec('gateway', paths),
    command: process.execPath,
    // Half the memory for the same processor time, measured under the load of `npm run bench`.
    args: ['--max-semi-space-size=4', join(repositoryRoot, 'packages/pg-gateway/src/main.ts')],
    env: { ...commonEnvironment(paths), ...variablesOf('gateway', settings) },
    isReady: (pid) => answersHealth(pid, '127.0.0.1', settings.GATEWAY_PORT),
  };
}
