import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { publicNetwork } from '@selfdb/functions-host/public-network';
import { readAllowedAddresses } from '@selfdb/shared/functions/allowed-addresses';
import type { SettledSettings } from '../../config/internal-ports.ts';
import { repositoryRoot, type StatePaths } from '../../config/paths.ts';
import type { ServiceSpec } from '../service.ts';
import { answersHealth, commonEnvironment, commonSpec } from './common.ts';
import { variablesOf, workerVariables } from './process-environment.ts';
import { serve, workerdProgram } from './workerd.ts';

export function functionsService(settings: SettledSettings, paths: StatePaths): ServiceSpec {
  const outside = join(paths.run, 'outside');
  return {
    ...commonSpec('functions', paths),
    command: workerdProgram(),
    args: [
      ...serve('functions.capnp'),
      `--import-path=${outside}`,
      `--socket-addr=http=127.0.0.1:${settings.FUNCTIONS_PORT}`,
      `--external-addr=feed=127.0.0.1:${settings.REALTIME_PORT}`,
      `--external-addr=runner=127.0.0.1:${settings.RUNNER_PORT}`,
      `--external-addr=pg-gateway=127.0.0.1:${settings.GATEWAY_PORT}`,
      `--directory-path=objects=${paths.objects}`,
    ],
    env: { ...commonEnvironment(paths), ...workerVariables(['functions'], settings) },
    beforeStart: async () => writeOutside(outside, settings.FUNCTIONS_ALLOWED_ADDRESSES),
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

/** What outbound webhooks may reach, for `functions.capnp`. The addresses of this machine may have changed since the last start. */
function writeOutside(folder: string, allowedAddresses: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'outside.capnp'),
    `using Workerd = import "/workerd/workerd.capnp";
const public :Workerd.Network = ${publicNetwork(readAllowedAddresses(allowedAddresses))};
`,
  );
}
