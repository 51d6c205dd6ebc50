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

export const MAX_SAMPLES = 100;

/** The samples with one more, the oldest left out. */
export function addSample(samples: readonly Sample[], sample: Sample): Sample[] {
  return [...samples, sample].slice(-MAX_SAMPLES);
}

/** Lag and events a second between each sample and the one before it. */
export function toSeries(samples: readonly Sample[]): Series {
  return {
    x: samples.map(({ at }) => at / 1000),
    lag: samples.map(({ lagBytes }) => lagBytes),
    perSecond: samples.map((sample, index) => {
      const before = samples[index - 1];
      if (!before || sample.at <= before.at) return null;
      return ((sample.received - before.received) * 1000) / (sample.at - before.at);
    }),
  };
}
