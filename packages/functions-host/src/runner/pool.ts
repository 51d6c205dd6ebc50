import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, FunctionCode } from '@selfdb/shared/functions/runner-protocol';
import type { HostOptions } from '../options.ts';
import { privateBytes } from './memory.ts';
import { startReaper } from './reaper.ts';
import { type Runner, type ServeControl, startRunner } from './runner.ts';

const TICK_MS = 100;
const REFILL_MS = 50;
const MEASURE_MS = 20;
/** For a process that can be ended, when all are busy. */
const MAX_WAIT_MS = 2000;
/** The heap of spares. A function with more memory waits for a process of its own. */
const SPARE_MB = 128;
/** What workerd itself holds. */
const BASE_MB = 32;
const MB = 1024 * 1024;
/** V8 gives little back to the system, so a runner is replaced before a call would meet the limit. */
const FULL = 0.85;

export interface Pool {
  /** A runner with this code, claimed for a call; undefined if all are busy or none starts. */
  take(code: FunctionCode): Promise<Runner | undefined>;
  /** After an execution: ends the runner if it is retired or nearly full. */
  release(runner: Runner): void;
  /** The executions of all runners. */
  executions(): string[];
  counts(): { runners: number; spares: number };
  close(): void;
}

export function createPool(
  options: HostOptions,
  serveControl: ServeControl,
  onExit: (runner: Runner, fault: Fault | undefined) => void,
): Pool {
  const all = new Set<Runner>();
  const reaper = startReaper();
  let isClosed = false;
  const tellReaper = () => reaper.watch([...all].flatMap(({ pid }) => pid ?? []));
  const spares = () => [...all].filter((runner) => !runner.code && !runner.isRetired);
  const running = () => [...all].filter(({ code }) => code);

  function start(memoryMb: number): Runner {
    const runner = startRunner(options, memoryMb, serveControl, (ended, fault) => {
      all.delete(ended);
      tellReaper();
      onExit(ended, fault);
    });
    all.add(runner);
    tellReaper();
    return runner;
  }

  function refill(): void {
    while (!isClosed && spares().length < options.spares) start(SPARE_MB);
  }

  function retire(runner: Runner): void {
    runner.isRetired = true;
    if (isIdle(runner)) runner.end(undefined);
  }

  function makeRoom(): boolean {
    // One that was told to end takes no place any more.
    const kept = running().filter((runner) => !(runner.isRetired && isIdle(runner)));
    if (kept.length < options.maxRunners) return true;
    const idle = kept.filter(isIdle);
    const oldest = idle.sort((a, b) => a.usedAt - b.usedAt)[0];
    if (oldest) retire(oldest);
    return oldest !== undefined;
  }

  function choose(code: FunctionCode): Runner | undefined {
    const own = running().filter((runner) => runner.code?.id === code.id && !runner.isRetired);
    const current = own.find((runner) => runner.code?.revision === code.revision);
    for (const runner of own) if (runner !== current) retire(runner);
    if (current) return current;
    if (!makeRoom()) return undefined;
    const spare = code.memory_mb <= SPARE_MB ? spares()[0] : undefined;
    const runner = spare ?? start(code.memory_mb);
    runner.code = code;
    setTimeout(refill, REFILL_MS);
    return runner;
  }

  function check(): void {
    for (const runner of running()) {
      if (isIdle(runner)) {
        if (Date.now() - runner.usedAt > options.idleMs) retire(runner);
        continue;
      }
      if (memoryOf(runner) > 1) runner.end('memory');
    }
  }

  const timer = setInterval(check, TICK_MS);
  refill();
  return {
    async take(code) {
      const until = Date.now() + MAX_WAIT_MS;
      let runner = choose(code);
      while (!runner && Date.now() < until) {
        await sleep(TICK_MS);
        runner = choose(code);
      }
      if (!runner) return undefined;
      runner.usedAt = Date.now();
      runner.claims += 1;
      return (await runner.ready) ? runner : undefined;
    },
    release(runner) {
      runner.usedAt = Date.now();
      if (runner.isDead) return;
      if (runner.isRetired || memoryOf(runner) > FULL) retire(runner);
    },
    executions: () => [...all].flatMap((runner) => [...runner.executions.keys()]),
    counts: () => ({ runners: running().length, spares: spares().length }),
    close() {
      isClosed = true;
      clearInterval(timer);
      for (const runner of all) runner.end('cut');
      reaper.close();
    },
  };
}

const isIdle = ({ executions, claims }: Runner) => executions.size === 0 && claims === 0;

/** The part of its limit that a runner holds. Seldom read, because that costs as much as a tenth of a small call. */
function memoryOf(runner: Runner): number {
  const { pid, code, memoryMb } = runner;
  const now = Date.now();
  if (now - runner.measuredAt >= MEASURE_MS) {
    const bytes = pid === undefined ? undefined : privateBytes(pid);
    runner.memoryPart = (bytes ?? 0) / (((code?.memory_mb ?? memoryMb) + BASE_MB) * MB);
    runner.measuredAt = now;
  }
  return runner.memoryPart;
}
