import { join } from 'node:path';
import { createHost } from '@selfdb/functions-host/host';
import { DEFAULTS } from '@selfdb/functions-host/options';
import { createLog, flushLog } from '@selfdb/server/log';
import { readSettings } from '@selfdb/settings';
import { readAllowedAddresses } from '@selfdb/shared/functions/allowed-addresses';
import { repositoryRoot, statePaths } from '../config/paths.ts';
import { reachableHost } from '../config/ports.ts';
import { workerdProgram } from '../services/specs/workerd.ts';

process.umask(0o077);
const settings = readSettings('runner', process.env);
const log = createLog('runner', settings.LOG_LEVEL);
const host = createHost({
  ...DEFAULTS,
  workerd: workerdProgram(),
  configuration: join(repositoryRoot, 'selfhost/runner.capnp'),
  directory: join(statePaths(settings.SELFDB_STATE_DIR).run, 'runners'),
  apiKey: settings.API_KEY,
  secretKey: settings.SECRET_KEY,
  internalSecret: settings.INTERNAL_SECRET,
  functionsUrl: `http://127.0.0.1:${settings.FUNCTIONS_PORT}`,
  apiUrl: `http://${reachableHost(settings.LISTEN_HOST)}:${settings.BACKEND_PORT}`,
  allowedAddresses: readAllowedAddresses(settings.FUNCTIONS_ALLOWED_ADDRESSES),
  log,
});
host.server.listen(settings.RUNNER_PORT, '127.0.0.1', () =>
  log('info', 'listening', { port: settings.RUNNER_PORT }),
);

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    host.close();
    flushLog();
    process.exit(0);
  });
}
