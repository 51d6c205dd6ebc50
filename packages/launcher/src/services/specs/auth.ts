import type { SettledSettings } from '../../config/internal-ports.ts';
import type { StatePaths } from '../../config/paths.ts';
import type { ServiceSpec } from '../service.ts';
import { answersHealth, commonEnvironment, commonSpec } from './common.ts';
import { workerVariables } from './process-environment.ts';
import { serve, workerdProgram } from './workerd.ts';

// Password hashes must not slow down requests and sockets.
const nice = 19;

export function authService(settings: SettledSettings, paths: StatePaths): ServiceSpec {
  return {
    ...commonSpec('auth', paths),
    nice,
    command: workerdProgram(),
    args: [
      ...serve('auth.capnp'),
      `--socket-addr=http=127.0.0.1:${settings.AUTH_PORT}`,
      `--external-addr=pg-gateway=127.0.0.1:${settings.GATEWAY_PORT}`,
    ],
    env: { ...commonEnvironment(paths), ...workerVariables(['auth'], settings) },
    isReady: (pid) => answersHealth(pid, '127.0.0.1', settings.AUTH_PORT),
  };
}
