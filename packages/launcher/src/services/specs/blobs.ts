import type { SettledSettings } from '../../config/internal-ports.ts';
import type { StatePaths } from '../../config/paths.ts';
import type { ServiceSpec } from '../service.ts';
import { answersHealth, commonEnvironment, commonSpec } from './common.ts';
import { variablesOf } from './process-environment.ts';
import { serve, workerdProgram } from './workerd.ts';

/** Serves the directory of blobs for `npm run dev`. */
export function blobsService(settings: SettledSettings, paths: StatePaths): ServiceSpec {
  return {
    ...commonSpec('blobs', paths),
    command: workerdProgram(),
    args: [
      ...serve('blobs.capnp'),
      `--socket-addr=http=127.0.0.1:${settings.BLOBS_PORT}`,
      `--directory-path=blobs=${paths.blobs}`,
    ],
    env: { ...commonEnvironment(paths), ...variablesOf('blobs', settings) },
    isReady: (pid) => answersHealth(pid, '127.0.0.1', settings.BLOBS_PORT),
  };
}
