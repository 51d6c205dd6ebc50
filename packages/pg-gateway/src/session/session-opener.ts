import type { GatewayOptions } from '../options.ts';
import type { SchemaVersion } from './prepared-statements.ts';
import { clientConfig } from './server-address.ts';
import { Session } from './session.ts';
import { unknownSetting } from './session-settings.ts';

export interface OpenerOptions
  extends Pick<GatewayOptions, 'databaseUrl' | 'statementTimeoutMs' | 'maxResponseBytes'> {
  schema: SchemaVersion;
  /** The settings of its sessions, in addition to those of all sessions. */
  settings?: Record<string, string>;
  /** Repairs the role after a failed login; resolves with whether to try again. */
  repair?: ((error: unknown) => Promise<boolean>) | undefined;
}

/** Opens the sessions of one role. Remembers which settings the server does not know. */
export class SessionOpener {
  readonly #options: OpenerOptions;
  readonly #unknownSettings = new Set<string>();

  constructor(options: OpenerOptions) {
    this.#options = options;
  }

  /** Opens a session. Throws the error of the last attempt. */
  async open(mayRepair = true): Promise<Session> {
    const { databaseUrl, statementTimeoutMs, settings, maxResponseBytes, schema, repair } = this.#options;
    const leftOut = new Set(this.#unknownSettings);
    const config = clientConfig(databaseUrl, statementTimeoutMs, settings, leftOut);
    const session = new Session(config, maxResponseBytes, schema);
    try {
      await session.open();
      return session;
    } catch (error) {
      session.destroy();
      const unknown = unknownSetting(error);
      if (unknown && !leftOut.has(unknown)) {
        this.#unknownSettings.add(unknown);
        return this.open(mayRepair);
      }
      if (mayRepair && repair && (await repair(error))) return this.open(false);
      throw error;
    }
  }
}
