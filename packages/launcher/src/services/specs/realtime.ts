import type { SettledSettings } from '../../config/internal-ports.ts';
import type { StatePaths } from '../../config/paths.ts';
import type { ServiceSpec } from '../service.ts';
import { answersHealth, commonEnvironment, commonSpec } from './common.ts';
import { workerVariables } from './process-environment.ts';
import { databaseNetwork, networkArguments, serve, workerdProgram } from './workerd.ts';

export function realtimeService(settings: SettledSettings, paths: StatePaths): ServiceSpec {
  return {
    ...commonSpec('realtime', paths),
    command: workerdProgram(),
    args: [
      ...serve('realtime.capnp'),
      ...networkArguments(databaseNetwork(settings)),
      `--socket-addr=http=127.0.0.1:${settings.REALTIME_PORT}`,
      `--external-addr=pg-gateway=127.0.0.1:${settings.GATEWAY_PORT}`,
      `--directory-path=objects=${paths.objects}`,
    ],
    env: { ...commonEnvironment(paths), ...workerVariables(['realtime'], settings) },
    isReady: (pid) => answersHealth(pid, '127.0.0.1', settings.REALTIME_PORT),
  };
}
