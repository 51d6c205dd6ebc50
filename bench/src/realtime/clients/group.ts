import { setTimeout as sleep } from 'node:timers/promises';
import { Receiver } from './receiver.ts';
import { Tally } from './tally.ts';
import type { Arrival, Joining, Opening } from './wire.ts';

/** Sockets that are being opened, or closed, at the same time. */
const atOnce = 50;
const lookEveryMs = 20;
/** Without anything coming. */
const timeoutMs = 20_000;
/** Time for repeated changes to arrive. */
const graceMs = 200;

/** The sockets of this process. */
export class Group {
  readonly #receivers: Receiver[] = [];
  readonly #timers: NodeJS.Timeout[] = [];
  #tally = new Tally();

  /** Opens so many more. */
  async open({ url, sockets, heartbeatSeconds }: Opening): Promise<void> {
    const opened: Receiver[] = [];
    while (opened.length < sockets) {
      const some = Array.from({ length: Math.min(atOnce, sockets - opened.length) }, () =>
        Receiver.open(url, this.#tally),
      );
      opened.push(...(await Promise.all(some)));
    }
    this.#receivers.push(...opened);
    this.#timers.push(keepBeating(opened, heartbeatSeconds));
  }

  /** Joins every socket to the topic, and gives a cursor. */
  async join(joining: Joining): Promise<string> {
    const [cursor = ''] = await Promise.all(this.#receivers.map((receiver) => receiver.join(joining)));
    return cursor;
  }

  /** From now on changes are numbered from 1. */
  expect(): void {
    this.#tally = new Tally();
    for (const receiver of this.#receivers) receiver.expect(this.#tally);
  }

  /** Waits until every socket has so many changes, or none has come for a while. */
  async arrived(changes: number): Promise<Arrival> {
    const expected = changes * this.#receivers.length;
    const tally = this.#tally;
    let before = -1;
    for (let lookedMs = 0; tally.arrived < expected && lookedMs < timeoutMs; lookedMs += lookEveryMs) {
      if (tally.arrived !== before) lookedMs = 0;
      before = tally.arrived;
      await sleep(lookEveryMs);
    }
    await sleep(graceMs);
    const isWhole = tally.arrived >= expected;
    return {
      expected,
      arrived: tally.arrived,
      firstCommitMs: tally.committedMs[1] ?? Number.NaN,
      lastMs: tally.lastMs.at(-1) ?? Number.NaN,
      latenciesMs: tally.lastMs.slice(1).map((ms, index) => ms - (tally.committedMs[index + 1] ?? ms)),
      sample: tally.sample,
      faults: isWhole ? tally.faults : [`${tally.arrived} of ${expected} changes arrived`, ...tally.faults],
    };
  }

  async close(): Promise<void> {
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
    const receivers = this.#receivers.splice(0);
    while (receivers.length > 0) {
      await Promise.all(receivers.splice(0, atOnce).map((receiver) => receiver.close()));
    }
  }
}

/** Beats for each socket once in so many seconds, for some of them each second. */
function keepBeating(receivers: Receiver[], everySeconds: number): NodeJS.Timeout {
  let second = 0;
  return setInterval(() => {
    second += 1;
    for (let i = second % everySeconds; i < receivers.length; i += everySeconds) receivers[i]?.beat();
  }, 1000);
}
