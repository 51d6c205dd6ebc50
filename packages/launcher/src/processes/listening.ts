import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** proc_net_tcp(5): two addresses, the state (0A: listening), five other fields, and the inode of the socket. */
const listener = /^ *\d+: [0-9A-F]+:([0-9A-F]+) [0-9A-F]+:[0-9A-F]+ 0A (?:\S+ +){5}(\d+)/gm;

/** Whether the process listens on the TCP port. True on systems other than Linux, which do not say. */
export function listensOn(pid: number, port: number): boolean {
  if (process.platform !== 'linux') return true;
  const sockets = new Set<string>();
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const [, hexPort = '', inode] of readOrEmpty(() => readFileSync(table, 'latin1')).matchAll(
      listener,
    )) {
      if (Number.parseInt(hexPort, 16) === port) sockets.add(`socket:[${inode}]`);
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
