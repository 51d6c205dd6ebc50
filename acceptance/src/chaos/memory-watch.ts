import { memoryOf } from '../system-under-test/process-memory.ts';

const EVERY_MS = 200;

/** Looks five times a second at how much memory some processes take together. */
export class MemoryWatch {
  readonly before: number;
  most: number;
  readonly #timer: NodeJS.Timeout;

  constructor(pids: number[]) {
    const taken = () => pids.reduce((sum, pid) => sum + memoryOf(pid), 0);
    this.before = taken();
    this.most = this.before;
    this.#timer = setInterval(() => {
      this.most = Math.max(this.most, taken());
    }, EVERY_MS);
  }

  /** Gives by how much they have grown at most, in bytes. */
  stop(): number {
    clearInterval(this.#timer);
    return this.most - this.before;
  }
}
