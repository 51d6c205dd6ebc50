import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { Agent, get, type Server } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, FunctionCode } from '@selfdb/shared/functions/runner-protocol';
import type { Execution } from '../invocations/execution.ts';
import type { HostOptions } from '../options.ts';
import { writeLimits } from './limits.ts';
import { keepOutput, type Output } from './output.ts';
import { spawnRunner } from './spawn-runner.ts';

const START_MS = 10_000;
const STEP_MS = 4;
const MUCH_MEMORY = 0.5;

/** One workerd process. A spare has no code yet. */
export interface Runner {
  pid: number | undefined;
  memoryMb: number;
  /** The part of its limit that it held when it was last looked at. */
  memoryPart: number;
  measuredAt: number;
  socketPath: string;
  agent: Agent;
  code: FunctionCode | undefined;
  /** Those that have not ended, `waitUntil` included. */
  executions: Map<string, Execution>;
  /** Calls that wait for it to be ready. */
  claims: number;
  usedAt: number;
  /** Takes no further call, and is ended with its last execution. */
  isRetired: boolean;
  isDead: boolean;
  ready: Promise<boolean>;
  output: Output;
  end(fault: Fault | undefined): void;
}

/** Serves the socket at which this runner alone asks for its code and calls the API. */
export type ServeControl = (runner: Runner, socketPath: string) => Server;

export function startRunner(
  options: HostOptions,
  memoryMb: number,
  serveControl: ServeControl,
  onExit: (runner: Runner, fault: Fault | undefined) => void,
): Runner {
  // A name that can't be guessed is the runner's credential.
  const name = randomBytes(16).toString('hex');
  const sockets = { http: join(options.directory, name), control: join(options.directory, `${name}.c`) };
  const limits = writeLimits(options.directory, memoryMb, options.allowedAddresses);
  let fault: Fault | undefined;
  const runner: Runner = {
    ...{
      pid: undefined,
      memoryMb,
      memoryPart: 0,
      measuredAt: 0,
      socketPath: sockets.http,
      code: undefined,
      executions: new Map(),
    },
    agent: new Agent({ keepAlive: true, maxSockets: 256 }),
    ...{ claims: 0, usedAt: Date.now(), isRetired: false, isDead: false },
    ready: Promise.resolve(false),
    output: keepOutput(),
    end: () => {},
  };
  const control = serveControl(runner, sockets.control);
  const child = spawnRunner(options, sockets, limits, memoryMb);
  runner.pid = child.pid;
  runner.output = keepOutput(child.stdout, child.stderr);
  runner.end = (reason) => {
    fault ??= reason;
    runner.isRetired = true;
    child.kill('SIGKILL');
  };
  child.once('error', () => child.emit('exit', null, null));
  child.once('exit', (_code, signal) => {
    runner.isDead = true;
    runner.isRetired = true;
    runner.agent.destroy();
    control.close();
    control.closeAllConnections();
    for (const path of Object.values(sockets)) rmSync(path, { force: true });
    onExit(runner, fault ?? reasonOf(runner, signal));
  });
  runner.ready = becomeReady(runner);
  return runner;
}

/**
 * Why a runner ended that the host did not end. Killed from outside, its function is not to blame, unless it may have been the
 * kernel, for want of memory.
 */
function reasonOf({ output, memoryPart }: Runner, signal: NodeJS.Signals | null): Fault {
  if (output.saysOutOfMemory()) return 'memory';
  return signal === 'SIGKILL' && memoryPart < MUCH_MEMORY ? 'cut' : 'crashed';
}

async function becomeReady(runner: Runner): Promise<boolean> {
  const until = Date.now() + START_MS;
  while (!runner.isDead && Date.now() < until) {
    if (await answers(runner, 500)) return true;
    await sleep(STEP_MS);
  }
  return false;
}

/** Whether the runner's thread is free to answer within this time. */
export function answers({ socketPath }: Runner, timeoutMs: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const request = get({ socketPath, path: '/', agent: false, signal: AbortSignal.timeout(timeoutMs) });
  request.on('response', (response) => {
    response.resume();
    resolve(true);
  });
  request.on('error', () => resolve(false));
  return promise;
}
