const WINDOW_MS = 15_000;
/** Less says nothing. */
const MIN_MS = 3000;
/** A request costs about as much time as these bytes, which matters for many small files. */
const BYTES_PER_FILE = 30_000;

interface Sample {
  at: number;
  loaded: number;
  done: number;
}

/** What of the tally the speed depends on. */
interface Reached {
  loaded: number;
  total: number;
  done: number;
  wanted: number;
}

/** How fast the uploads are, measured over the last seconds. Times in milliseconds. */
export class Speed {
  #samples: Sample[] = [];

  record({ loaded, done }: Reached, at: number): void {
    const last = this.#samples.at(-1);
    // Something was cancelled or begun anew.
    if (last && (loaded < last.loaded || done < last.done)) this.#samples = [];
    this.#samples.push({ at, loaded, done });
    while (this.#samples.length > 2 && at - (this.#samples[1]?.at ?? at) >= WINDOW_MS) this.#samples.shift();
  }

  reset(): void {
    this.#samples = [];
  }

  /** Undefined until there is something to measure. */
  bytesPerSecond(): number | undefined {
    return this.#rate(({ loaded }) => loaded);
  }

  secondsLeft({ loaded, total, done, wanted }: Reached): number | undefined {
    const rate = this.#rate((sample) => sample.loaded + sample.done * BYTES_PER_FILE);
    if (!rate) return undefined;
    return (total - loaded + (wanted - done) * BYTES_PER_FILE) / rate;
  }

  #rate(amount: (sample: Sample) => number): number | undefined {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (!first || !last || last.at - first.at < MIN_MS) return undefined;
    return ((amount(last) - amount(first)) * 1000) / (last.at - first.at);
  }
}
