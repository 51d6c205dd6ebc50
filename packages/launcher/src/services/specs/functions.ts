import type { SettledSettings } from '../../config/internal-ports.ts';
import type { StatePaths } from '../../config/paths.ts';
import type { ServiceSpec } from '../service.ts';
import { answersHealth, commonEnvironment, commonSpec } from './common.ts';
import { workerVariables } from './process-environment.ts';
import { serve, workerdProgram } from './workerd.ts';

export function functionsService(settings: SettledSettings, paths: StatePaths): ServiceSpec {
  return {
    ...commonSpec('functions', paths),
    command: workerdProgram(),
    args: [
      ...serve('functions.capnp'),
      `--socket-addr=http=127.0.0.1:${settings.FUNCTIONS_PORT}`,
      `--external-addr=runner=127.0.0.1:${settings.RUNNER_PORT}`,
      `--external-addr=pg-gateway=127.0.0.1:${settings.GATEWAY_PORT}`,
    ],
    env: { ...commonEnvironment(paths), ...workerVariables(['functions'], settings) },
    isReady: (pid) => answersHealth(pid, '127.0.0.1', settings.FUNCTIONS_PORT),
  };
}
