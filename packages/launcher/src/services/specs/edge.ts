import { mkdirSync } from 'node:fs';
import type { SettledSettings } from '../../config/internal-ports.ts';
import { dashboardFiles, type StatePaths } from '../../config/paths.ts';
import { reachableHost } from '../../config/ports.ts';
import { supervisorAddress } from '../../supervisor-socket/address.ts';
import type { ServiceSpec } from '../service.ts';
import { answersHealth, commonEnvironment, commonSpec } from './common.ts';
import { workerVariables } from './process-environment.ts';
import { databaseNetwork, networkArguments, serve, workerdProgram } from './workerd.ts';

export function edgeService(settings: SettledSettings, paths: StatePaths): ServiceSpec {
  const host = settings.LISTEN_HOST.includes(':') ? `[${settings.LISTEN_HOST}]` : settings.LISTEN_HOST;
  return {
    ...commonSpec('edge', paths),
    command: workerdProgram(),
    args: [
      ...serve('edge.capnp'),
      ...networkArguments(databaseNetwork(settings), settings.STORAGE_BACKEND),
      `--socket-addr=api=${host}:${settings.BACKEND_PORT}`,
      `--socket-addr=frontend=${host}:${settings.FRONTEND_PORT}`,
      `--external-addr=auth=127.0.0.1:${settings.AUTH_PORT}`,
      `--external-addr=backup-host=127.0.0.1:${settings.BACKUP_PORT}`,
      `--external-addr=feed=127.0.0.1:${settings.REALTIME_PORT}`,
      `--external-addr=functions=127.0.0.1:${settings.FUNCTIONS_PORT}`,
      `--external-addr=runner=127.0.0.1:${settings.RUNNER_PORT}`,
      `--external-addr=pg-gateway=127.0.0.1:${settings.GATEWAY_PORT}`,
      `--external-addr=supervisor=${supervisorAddress(paths)}`,
      `--directory-path=objects=${paths.objects}`,
      `--directory-path=blobs=${paths.blobs}`,
      `--directory-path=dashboard=${dashboardFiles}`,
    ],
    env: {
      ...commonEnvironment(paths),
      ...workerVariables(['api', 'storage', 'realtime', 'backup', 'functions', 'admin'], settings),
    },
    // workerd does not start without the directory; without a build, the dashboard says so.
    beforeStart: async () => void mkdirSync(dashboardFiles, { recursive: true }),
    isReady: (pid) => answersHealth(pid, reachableHost(settings.LISTEN_HOST), settings.BACKEND_PORT),
  };
}
