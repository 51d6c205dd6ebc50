import { createServer } from 'node:net';
import { UserError } from '../user-error.ts';
import type { Mode } from './mode.ts';
import { isLoopback } from './production-checks.ts';
import type { Settings } from './settings.ts';

export interface PortUse {
  variable: string;
  host: string;
  port: number;
  purpose: string;
}

/** The ports that are set and that a system in this mode opens, in the order in which faults are reported. */
export function portsOf(settings: Settings, mode: Mode): PortUse[] {
  const loopback = '127.0.0.1';
  const ports = [
    { variable: 'BACKEND_PORT', host: settings.LISTEN_HOST, purpose: 'the API' },
    { variable: 'FRONTEND_PORT', host: settings.LISTEN_HOST, purpose: 'the dashboard' },
    { variable: 'GATEWAY_PORT', host: loopback, purpose: 'the SQL gateway' },
    ...(mode === 'dev'
      ? ([{ variable: 'BLOBS_PORT', host: loopback, purpose: 'the directory of files' }] as const)
      : ([
          { variable: 'AUTH_PORT', host: loopback, purpose: 'the auth worker' },
          { variable: 'FUNCTIONS_PORT', host: loopback, purpose: 'the functions worker' },
          { variable: 'RUNNER_PORT', host: loopback, purpose: 'the process that runs functions' },
          { variable: 'REALTIME_PORT', host: loopback, purpose: 'the realtime worker' },
        ] as const)),
    ...(settings.DATABASE_URL
      ? []
      : ([{ variable: 'DB_PORT', host: loopback, purpose: 'Postgres' }] as const)),
  ] as const;
  return ports.flatMap((use) => {
    const port = settings[use.variable];
    return port === undefined ? [] : [{ ...use, port }];
  });
}

/** Throws a UserError naming each port that is taken or used twice, and the variable that changes it. */
export async function checkPorts(uses: PortUse[]): Promise<void> {
  const faults: string[] = [];
  const seen = new Map<number, string>();
  for (const use of uses) {
    const other = seen.get(use.port);
    seen.set(use.port, use.variable);
    const fault = other
      ? `Port ${use.port} is given to both ${other} and ${use.variable}. Change one of them.`
      : await findFault(use);
    if (fault) faults.push(fault);
  }
  if (faults.length > 0) throw new UserError(faults.join('\n'));
}

/** Whether a program could listen at this port of 127.0.0.1. */
export async function isFree(port: number): Promise<boolean> {
  return (await listenError('127.0.0.1', port)) === undefined;
}

/** The host at which this machine itself reaches a service that listens on `host`. */
export function reachableHost(host: string): string {
  if (host === '0.0.0.0' || host === '*') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

async function findFault(use: PortUse): Promise<string | undefined> {
  const code = (await listenError(use.host, use.port)) ?? (await loopbackError(use));
  if (!code) return undefined;
  if (code === 'EADDRINUSE') {
    return `Port ${use.port} (${use.purpose}) is taken by another program. Set ${use.variable} to a free port, in .env or in the environment.`;
  }
  if (code === 'EACCES') {
    return `Port ${use.port} (${use.purpose}) needs root. Set ${use.variable} to a port above 1023.`;
  }
  return `LISTEN_HOST ${use.host} is not an address of this machine (${code}).`;
}

/** A program on 127.0.0.1 alone does not collide with 0.0.0.0, but would receive our requests. */
async function loopbackError(use: PortUse): Promise<string | undefined> {
  return isLoopback(use.host) ? undefined : listenError('127.0.0.1', use.port);
}

function listenError(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}
