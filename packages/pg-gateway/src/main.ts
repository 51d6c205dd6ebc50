import { optionsFromEnv } from './options.ts';
import { createGateway } from './server/gateway.ts';

const { port, ...options } = optionsFromEnv(process.env);
const gateway = createGateway(options);
await gateway.listen(port);
const time = new Date().toISOString();
options.log(JSON.stringify({ time, level: 'info', service: 'pg-gateway', event: 'listening', port }));

let stopping = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    void gateway.close().then(() => process.exit(0));
  });
}
