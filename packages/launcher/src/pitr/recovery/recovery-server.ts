import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StatePaths } from '../../config/paths.ts';
import { asAccount, postgresEnvironment } from '../../postgres/cluster.ts';
import type { PostgresInstallation } from '../../postgres/installation.ts';
import { clearPostgresLeftovers, isPostgresReady } from '../../postgres/leftovers.ts';
import { clusterName, instanceVariable } from '../../services/instance.ts';
import { UserError } from '../../user-error.ts';
import { restoreCommand } from '../shell-commands.ts';
import { describeRecoveryFailure } from './recovery-failure.ts';

const FAST_SHUTDOWN = 'SIGINT';
const MAX_PORT = 65_535;

export interface RecoveryTarget {
  at: Date;
  /** The history of the present database. */
  timeline: number;
}

/** A second Postgres that replays the log into a base backup. Only its superuser reaches it, through the socket. */
export class RecoveryServer {
  readonly directory: string;
  readonly #installation: PostgresInstallation;
  readonly #port: number;
  readonly #paths: StatePaths;
  readonly #logFile: string;
  #child: ChildProcess | undefined;
  #hasEnded = false;

  /** `directory` has the unpacked base backup. */
  constructor(installation: PostgresInstallation, livePort: number, directory: string, paths: StatePaths) {
    this.directory = directory;
    this.#installation = installation;
    // It is part of the socket's name only: this server doesn't listen for TCP.
    this.#port = livePort === MAX_PORT ? livePort - 1 : livePort + 1;
    this.#paths = paths;
    this.#logFile = join(paths.logs, 'restore.log');
  }

  get superuser() {
    return { host: this.#installation.sockets, port: this.#port, user: 'postgres' };
  }

  /** Begins the recovery up to the last transaction that had committed at that moment. */
  start(target: RecoveryTarget, fetched: string): void {
    const { account, programs } = this.#installation;
    writeFileSync(join(this.directory, 'recovery.signal'), '');
    const log = openSync(this.#logFile, 'w', 0o600);
    try {
      this.#child = spawn(
        join(programs, 'bin/postgres'),
        ['-D', this.directory, ...Object.entries(this.#settings(target, fetched)).flatMap(asOption)],
        {
          ...(account ? asAccount(this.#installation) : {}),
          cwd: '/',
          env: { ...postgresEnvironment(), ...instanceVariable(this.#paths) },
          detached: true,
          stdio: ['ignore', log, log],
        },
      );
    } finally {
      closeSync(log);
    }
    this.#child.once('exit', () => {
      this.#hasEnded = true;
    });
    this.#child.once('error', () => {
      this.#hasEnded = true;
    });
  }

  /** True when the recovery is over and the database can be asked. Throws a UserError if it failed. */
  isReady(): boolean {
    if (this.#hasEnded)
      throw new UserError(describeRecoveryFailure(readFileSync(this.#logFile, 'utf8'), this.#logFile));
    const pid = this.#child?.pid;
    return pid !== undefined && isPostgresReady(this.directory, pid);
  }

  /** Ends it with everything on the disk. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (!child || this.#hasEnded) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(FAST_SHUTDOWN);
    await ended;
  }

  /** Ends the server of a command that was killed. */
  clearLeftovers(): Promise<void> {
    const installation = { ...this.#installation, data: this.directory };
    return clearPostgresLeftovers(installation, this.#port, this.#clusterName());
  }

  #clusterName(): string {
    return `restore-${clusterName(this.#paths)}`;
  }

  /** What is set here can't be changed by the configuration in the base backup. */
  #settings({ at, timeline }: RecoveryTarget, fetched: string): Record<string, string> {
    return {
      listen_addresses: '',
      port: String(this.#port),
      unix_socket_directories: this.#installation.sockets,
      cluster_name: this.#clusterName(),
      // The log of the new history is archived once the database is in use.
      archive_command: '',
      hot_standby: 'off',
      restore_command: restoreCommand(fetched),
      recovery_target_time: at.toISOString().replace('T', ' ').replace('Z', '+00'),
      recovery_target_timeline: String(timeline),
      recovery_target_action: 'promote',
    };
  }
}

function asOption([name, value]: [string, string]): string[] {
  return ['-c', `${name}=${value}`];
}
