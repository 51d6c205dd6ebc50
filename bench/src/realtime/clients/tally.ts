const kindsTold = 5;

/** Everything that the sockets were sent, by the number of the change. */
export class Tally {
  arrived = 0;
  sample = '';
  /** When each was committed and when the last socket got it, in milliseconds since 1970. */
  readonly committedMs: number[] = [];
  readonly lastMs: number[] = [];
  readonly #faults = new Map<string, number>();

  /** Counts a change that has no number. */
  countOne(): void {
    this.arrived += 1;
  }

  /** Counts a change of that number at one more socket. */
  count(number: number, frame: Buffer): void {
    this.arrived += 1;
    this.committedMs[number] ??= commitMs(frame);
    this.lastMs[number] = Date.now();
    if (this.sample === '') this.sample = frame.toString();
  }

  addFault(fault: string): void {
    this.#faults.set(fault, (this.#faults.get(fault) ?? 0) + 1);
  }

  get faults(): string[] {
    return [...this.#faults].slice(0, kindsTold).map(([fault, times]) => `${fault} (${times} times)`);
  }
}

const commitMark = Buffer.from('"commit_timestamp":"');
const commitLength = '2026-01-01T00:00:00.000000Z'.length;

function commitMs(frame: Buffer): number {
  const start = frame.lastIndexOf(commitMark) + commitMark.length;
  return Date.parse(frame.toString('latin1', start, start + commitLength));
}
