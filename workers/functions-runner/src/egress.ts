import { WorkerEntrypoint } from 'cloudflare:workers';
import type { Loaded, RunnerBindings } from './bindings.ts';

/** All requests of a function pass here, each hop of a redirect too. */
export class Egress extends WorkerEntrypoint<RunnerBindings, Pick<Loaded, 'network' | 'opened'>> {
  override async fetch(request: Request): Promise<Response> {
    const { network, opened } = this.ctx.props;
    const address = addressOf(new URL(request.url));
    const hop = new Request(request, { redirect: 'manual' });
    if (opened.includes(address)) return this.env.OPENED.fetch(hop);
    if (network.mode === 'hosts' && !network.hosts.some((host) => matches(host, address)))
      throw new Error(`This function may not reach ${address}. Add it to the hosts of its network access.`);
    try {
      return await this.env.PUBLIC.fetch(hop);
    } catch (error) {
      throw new Error(explain(address, error), { cause: error });
    }
  }
}

/** workerd tells of an address that it refuses, or of a name that it does not know, as an internal error. */
function explain(address: string, error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return reason.startsWith('internal error')
    ? `${address} can't be reached. Functions reach public addresses only, not those of this machine or its networks.`
    : `The request to ${address} failed: ${reason}`;
}

function addressOf({ hostname, port, protocol }: URL): string {
  return `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`;
}

function matches(host: string, address: string): boolean {
  const at = address.lastIndexOf(':');
  const port = address.slice(at + 1);
  const name = address.slice(0, at);
  const hasPort = /:\d+$/.test(host);
  if (!hasPort && port !== '80' && port !== '443') return false;
  const wanted = (hasPort ? host : `${host}:${port}`).toLowerCase();
  if (wanted.startsWith('*.')) return `${name}:${port}`.endsWith(wanted.slice(1));
  return wanted === address;
}
