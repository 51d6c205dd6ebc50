import { createServer } from 'node:net';

/** Free ports of 127.0.0.1, one for each name. */
export async function freePorts<K extends string>(names: readonly K[]): Promise<Record<K, number>> {
  const held = await Promise.all(names.map(() => holdPort()));
  await Promise.all(held.map(({ release }) => release()));
  return Object.fromEntries(names.map((name, index) => [name, held[index]?.port])) as Record<K, number>;
}

interface HeldPort {
  port: number;
  release(): Promise<void>;
}

/** Held until all are known, so that no port is given twice. */
function holdPort(): Promise<HeldPort> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') return reject(new Error('no free port'));
      resolve({ port: address.port, release: () => new Promise((closed) => server.close(() => closed())) });
    });
  });
}
