import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { socketsIn } from './tcp-table.ts';

/** TCP_LISTEN of include/net/tcp_states.h. */
const listening = '0A';

/** Whether the process listens on the TCP port. True on systems other than Linux, which do not say. */
export function listensOn(pid: number, port: number): boolean {
  if (process.platform !== 'linux') return true;
  const sockets = new Set<string>();
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const { localPort, state, inode } of socketsIn(readOrEmpty(() => readFileSync(table, 'latin1')))) {
      if (localPort === port && state === listening) sockets.add(`socket:[${inode}]`);
    }
  }
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).some((file) =>
    sockets.has(readOrEmpty(() => readlinkSync(`${folder}/${file}`))),
  );
}

/** The kernel may lack IPv6, and the process may just have closed a file. */
function readOrEmpty(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
