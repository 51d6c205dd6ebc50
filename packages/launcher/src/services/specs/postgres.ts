import { join } from 'node:path';
import type { StatePaths } from '../../config/paths.ts';
import type { Settings } from '../../config/settings.ts';
import { logPath } from '../../logs/log-file.ts';
import { asAccount, postgresEnvironment } from '../../postgres/cluster.ts';
import type { PostgresInstallation } from '../../postgres/installation.ts';
import { clearPostgresLeftovers, isPostgresReady } from '../../postgres/leftovers.ts';
import { clusterName, instanceVariable } from '../instance.ts';
import type { ServiceSpec } from '../service.ts';

const graceMs = 30_000;

export function postgresService(
  settings: Settings,
  paths: StatePaths,
  installation: PostgresInstallation,
): ServiceSpec {
  return {
    name: 'postgres',
    command: join(installation.programs, 'bin/postgres'),
    args: ['-D', installation.data],
    env: { ...postgresEnvironment(), ...instanceVariable(paths) },
    cwd: '/',
    logPath: logPath(paths.logs, 'postgres'),
    account: asAccount(installation),
    stopSignal: 'SIGINT',
    graceMs,
    beforeStart: () => clearPostgresLeftovers(installation, settings.DB_PORT, clusterName(paths)),
    isReady: async (pid) => isPostgresReady(installation.data, pid),
  };
}
