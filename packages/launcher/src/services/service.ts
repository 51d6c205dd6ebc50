import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync } from 'node:fs';
import { setPriority } from 'node:os';
import { openLog } from '../logs/log-file.ts';
import { endProcess, isAlive, type ProcessRef, processRef } from '../processes/processes.ts';
import { nextDelay } from './backoff.ts';
import type { ServiceStatus } from './service-status.ts';
import { passSharedSockets, type SharedAddress } from './shared-sockets.ts';

export interface ServiceSpec {
  name: string;
  command: string;
  args: string[];
  /** The whole environment of the process: nothing is inherited. */
  env: Record<string, string>;
  cwd: string;
  logPath: string;
  account?: { uid: number; gid: number } | undefined;
  /** Listening sockets that it gets as its descriptors from 3 on, because other processes serve the same ports. */
  sharedSockets?: SharedAddress[];
  /** Added to the scheduling priority: 0 to 19, higher yields to others. */
  nice?: number;
  stopSignal: NodeJS.Signals;
  graceMs: number;
  /** Whether Postgres needs it while it stops. */
  outlivesPostgres?: boolean;
  /** Runs before every start; a failure counts as a failed start. */
  beforeStart?(): Promise<void>;
  isReady(pid: number): Promise<boolean>;
}

export interface ServiceEvents {
  log(message: string): void;
  changed(): void;
}

const readyPollMs = 50;
const adoptedPollMs = 200;

/** One supervised process: started, watched, and restarted with back-off until it is stopped. */
export class Service {
  readonly spec: ServiceSpec;
  readonly fingerprint: string;
  #events: ServiceEvents;
  #state: ServiceStatus['state'] = 'stopped';
  #wanted = false;
  #process: ProcessRef | undefined;
  #restarts = 0;
  #delayMs: number | undefined;
  #startedAt: number | undefined;
  #readyAt: number | undefined;
  #lastExit: string | undefined;
  #retry: NodeJS.Timeout | undefined;
  #launchInProgress: symbol | undefined;

  constructor(spec: ServiceSpec, events: ServiceEvents) {
    this.spec = spec;
    this.#events = events;
    const { name, command, args, env, cwd, account, nice, sharedSockets } = spec;
    this.fingerprint = createHash('sha256')
      .update(JSON.stringify({ name, command, args, env, cwd, account, nice, sharedSockets }))
      .digest('hex');
  }

  status(): ServiceStatus {
    return {
      name: this.spec.name,
      state: this.#state,
      process: this.#process,
      restarts: this.#restarts,
      startedAt: this.#startedAt,
      lastExit: this.#lastExit,
      fingerprint: this.fingerprint,
    };
  }

  start(): void {
    this.#wanted = true;
    if (this.#state === 'stopped') void this.#launch();
  }

  /** Takes over the process that an earlier supervisor started, if it is alive and would be started the same way. */
  adopt(previous: ServiceStatus): boolean {
    this.#restarts = previous.restarts;
    this.#lastExit = previous.lastExit;
    if (previous.fingerprint !== this.fingerprint || !isAlive(previous.process)) return false;
    this.#wanted = true;
    this.#startedAt = previous.startedAt;
    this.#process = previous.process;
    this.#readyAt = undefined;
    this.#setState('starting');
    void this.#watchAdopted(previous.process);
    void this.#waitUntilReady(previous.process);
    return true;
  }

  async stop(): Promise<void> {
    this.#wanted = false;
    clearTimeout(this.#retry);
    const running = this.#process;
    if (running) {
      this.#setState('stopping');
      await endProcess(running, this.spec.stopSignal, this.spec.graceMs);
    }
    this.#process = undefined;
    this.#setState('stopped');
  }

  async restart(): Promise<void> {
    await this.stop();
    this.#restarts += 1;
    this.#delayMs = undefined;
    this.start();
  }

  async #launch(): Promise<void> {
    const launch = Symbol();
    this.#launchInProgress = launch;
    this.#readyAt = undefined;
    this.#startedAt = Date.now();
    this.#setState('starting');
    try {
      await this.spec.beforeStart?.();
      await passSharedSockets(this.spec.sharedSockets ?? [], (descriptors) => {
        if (this.#wanted && this.#launchInProgress === launch) this.#spawn(descriptors);
      });
    } catch (error) {
      if (this.#launchInProgress === launch)
        this.#ended(error instanceof Error ? error.message : String(error));
    }
  }

  #spawn(descriptors: number[]): void {
    const { command, args, env, cwd, account, logPath } = this.spec;
    const log = openLog(logPath);
    let child: ChildProcess;
    try {
      // A session of its own: Ctrl-C in a terminal reaches the launcher, which then stops things in order.
      const stdio = ['ignore' as const, log, log, ...descriptors];
      child = spawn(command, args, { env, cwd, ...account, detached: true, stdio });
    } finally {
      closeSync(log);
    }
    let ref: ProcessRef | undefined;
    child.once('error', (error) => this.#ended(error.message));
    child.once('exit', (code, name) => {
      if (ref === undefined || this.#process === ref) this.#ended(name ?? `exit code ${code}`);
    });
    ref = child.pid === undefined ? undefined : processRef(child.pid);
    if (!ref) return;
    this.#process = ref;
    this.#events.changed();
    lowerPriority(ref.pid, this.spec.nice);
    void this.#waitUntilReady(ref);
  }

  async #waitUntilReady(ref: ProcessRef): Promise<void> {
    while (this.#process === ref && this.#state === 'starting') {
      if (await this.spec.isReady(ref.pid).catch(() => false)) {
        if (this.#process !== ref || this.#state !== 'starting') return;
        this.#readyAt = Date.now();
        this.#setState('running');
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, readyPollMs));
    }
  }

  async #watchAdopted(ref: ProcessRef): Promise<void> {
    while (this.#process === ref && isAlive(ref)) {
      await new Promise((resolve) => setTimeout(resolve, adoptedPollMs));
    }
    if (this.#process === ref) this.#ended('no exit code: started by an earlier supervisor');
  }

  #ended(reason: string): void {
    if (!this.#wanted || this.#state === 'waiting') return;
    this.#process = undefined;
    this.#lastExit = reason;
    this.#delayMs = nextDelay(this.#delayMs, this.#readyAt === undefined ? 0 : Date.now() - this.#readyAt);
    this.#restarts += 1;
    this.#events.log(`${this.spec.name} ended (${reason}); restarting it in ${this.#delayMs} ms`);
    this.#setState('waiting');
    this.#retry = setTimeout(() => void this.#launch(), this.#delayMs);
  }

  #setState(state: ServiceStatus['state']): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#events.changed();
  }
}

function lowerPriority(pid: number, nice: number | undefined): void {
  if (nice === undefined) return;
  try {
    setPriority(pid, nice);
  } catch {
    // This only affects scheduling: the service works without it.
  }
}
