import { once } from 'node:events';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import type { Bench } from '../../bench.ts';
import { freePorts } from '../../system/ports.ts';
import { startServer } from '../../system/program.ts';
import { untilAnswering } from '../../system/until-answering.ts';

const program = join(import.meta.dirname, 'program.ts');

/** A bare WebSocket server, in Node with `ws`, that relays the texts of one client to all others. */
export interface Relay {
  url: string;
  pid: number;
  /** Sends texts to all, one right after the other. */
  send(texts: string[]): void;
}

/** Starts it, connects the sending client, and lets the stack end both. */
export async function startRelay({ instance, signal }: Bench, stack: AsyncDisposableStack): Promise<Relay> {
  const { port } = await freePorts(['port']);
  const server = await startServer(process.execPath, [program], {
    cwd: import.meta.dirname,
    env: { PORT: String(port) },
    logPath: join(instance.folder, 'relay.log'),
  });
  stack.defer(() => server.stop());
  await untilAnswering(`http://127.0.0.1:${port}`, signal);
  const url = `ws://127.0.0.1:${port}`;
  const sender = new WebSocket(`${url}/send`, { perMessageDeflate: false });
  stack.defer(() => sender.terminate());
  await once(sender, 'open', { signal });
  return {
    url: `${url}/receive`,
    pid: server.pid,
    send(texts) {
      for (const text of texts) sender.send(text);
    },
  };
}
