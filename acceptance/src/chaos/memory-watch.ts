import { memoryOf } from '../process-memory.ts';

const EVERY_MS = 200;

/** Looks five times a second at how much memory a process takes. */
export class MemoryWatch {
  readonly before: number;
  most: number;
  readonly #timer: NodeJS.Timeout;

  constructor(pid: number) {
    this.before = memoryOf(pid);
    this.most = this.before;
    this.#timer = setInterval(() => {
      this.most = Math.max(this.most, memoryOf(pid));
    }, EVERY_MS);
  }

  /** Gives by how much it has grown at most, in bytes. */
  stop(): number {
    clearInterval(this.#timer);
    return this.most - this.before;
  }
}
