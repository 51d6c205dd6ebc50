import type { Server } from 'node:http';

const acceptBacklog = 8_192;
const drainTickMs = 20;

/** Listens on 127.0.0.1 and resolves with the port; port 0 picks a free one. */
export function startListening(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port, backlog: acceptBacklog }, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

/** Accepts no more connections and resolves when all are closed: idle ones at once, busy ones after their answer or `graceMs`. */
export function stopListening(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const closeIdle = setInterval(() => server.closeIdleConnections(), drainTickMs);
    const closeAll = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearInterval(closeIdle);
      clearTimeout(closeAll);
      resolve();
    });
  });
}
