/** A socket of /proc/net/tcp (proc_net_tcp(5)). Addresses and numbers are hexadecimal, as the kernel prints them. */
export interface TcpSocket {
  localPort: number;
  remoteAddress: string;
  remotePort: number;
  /** As in include/net/tcp_states.h. */
  state: string;
  /** Bytes that were sent and not acknowledged. */
  unacknowledgedBytes: number;
  inode: string;
}

/** The sockets of a table of the kernel. */
export function* socketsIn(table: string): Generator<TcpSocket> {
  for (const line of table.split('\n')) {
    const [, local = '', remote = '', state = '', queues = '', , , , , inode] = line.trim().split(/\s+/);
    // The first line has the names of the columns.
    if (inode === undefined || !local.includes(':')) continue;
    const [remoteAddress = '', remotePort = ''] = remote.split(':');
    yield {
      localPort: hexadecimal(local.split(':')[1]),
      remoteAddress,
      remotePort: hexadecimal(remotePort),
      state,
      unacknowledgedBytes: hexadecimal(queues.split(':')[0]),
      inode,
    };
  }
}

function hexadecimal(digits = ''): number {
  return Number.parseInt(digits, 16);
}
