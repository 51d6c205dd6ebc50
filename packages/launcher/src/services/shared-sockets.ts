import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/** Where processes share one port: the kernel spreads new connections over their sockets. */
export interface SharedAddress {
  host: string;
  port: number;
}

/** The systems whose kernels do so (socket(7), SO_REUSEPORT). */
export const canShareSockets = process.platform === 'linux' || process.platform === 'freebsd';

/**
 * Opens a listening socket for each address, has `pass` give their descriptors to a process, and closes them here. Nothing is
 * accepted here meanwhile: between the first socket and `pass`, Node does not return to its event loop.
 */
export async function passSharedSockets(
  addresses: SharedAddress[],
  pass: (descriptors: number[]) => void,
): Promise<void> {
  const resolved = await Promise.all(
    addresses.map(async (each) => ({ ...each, host: await numeric(each.host) })),
  );
  const servers: Server[] = [];
  try {
    for (const address of resolved) {
      const server = createServer();
      servers.push(server);
      server.listen({ ...address, reusePort: true });
      await once(server, 'listening');
    }
    pass(servers.map(descriptorOf));
  } finally {
    for (const server of servers) server.close();
  }
}

async function numeric(host: string): Promise<string> {
  return (await lookup(host)).address;
}

/** Node has no public way to a listening socket's descriptor. */
function descriptorOf(server: Server): number {
  const { fd } = Reflect.get(server, '_handle');
  return fd;
}
