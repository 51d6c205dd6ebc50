import type { Log } from '@selfdb/server/log';

export interface HostOptions {
  /** The program workerd. */
  workerd: string;
  /** The path of `runner.capnp`. */
  configuration: string;
  /** For sockets and generated configuration. It is emptied at the start. */
  directory: string;
  apiKey: string;
  secretKey: string;
  internalSecret: string;
  /** Where functions are served, such as http://127.0.0.1:8101. */
  functionsUrl: string;
  apiUrl: string;
  /** `host:port`, or networks such as 10.0.0.0/8, that functions may reach although they are not public. */
  allowedAddresses: string[];
  maxRunners: number;
  spares: number;
  idleMs: number;
  log: Log;
}

export const DEFAULTS = { maxRunners: 32, spares: 2, idleMs: 60_000 };
