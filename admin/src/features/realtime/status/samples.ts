/** The state of the feed at a moment. */
export interface Sample {
  /** Milliseconds since 1970. */
  at: number;
  /** Null when unknown. */
  lagBytes: number | null;
  /** Events that the page has received so far. */
  received: number;
}

/** What the charts draw. */
export interface Series {
  /** Seconds since 1970. */
  x: number[];
  lag: (number | null)[];
  perSecond: (number | null)[];
}

const WINDOW_MS = 5 * 60_000;

/** The samples with one more. Those older than the window of the charts are left out. */
export function addSample(samples: readonly Sample[], sample: Sample): Sample[] {
  return [...samples, sample].filter(({ at }) => at > sample.at - WINDOW_MS);
}

/** Fewer points make no line that says anything. */
export const FEWEST_DRAWN = 4;

/** Lag and events a second between each sample and the one before it. */
export function toSeries(samples: readonly Sample[]): Series {
  const perSecond = samples.map((sample, index) => {
    const before = samples[index - 1];
    if (!before || sample.at <= before.at) return null;
    return ((sample.received - before.received) * 1000) / (sample.at - before.at);
  });
  return {
    x: samples.map(({ at }) => at / 1000),
    lag: samples.map(({ lagBytes }) => lagBytes),
    perSecond,
  };
}
