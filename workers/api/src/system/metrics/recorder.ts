import { BUCKETS, bucketOf } from './duration-histogram.ts';

export const MINUTES = 60;
export const MINUTE_MS = 60_000;
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'other'] as const;
export const STATUS_CLASSES = ['1xx', '2xx', '3xx', '4xx', '5xx'] as const;

/** The counts of a minute. Kept for the next minute that takes its place, so that a request allocates nothing. */
export interface MinuteCounts {
  /** Minutes since 1970. */
  minute: number;
  requests: number;
  errors: number;
  clientErrors: number;
  durations: Uint32Array;
}

/** What was counted since the start. */
export interface Totals {
  /** By method and status class: `countOf`. */
  requests: Float64Array;
  durations: Float64Array;
  durationMs: number;
}

/** Counts requests in memory. Recording one costs well under a microsecond. */
export class MetricsRecorder {
  readonly totals: Totals = {
    requests: new Float64Array(METHODS.length * STATUS_CLASSES.length),
    durations: new Float64Array(BUCKETS),
    durationMs: 0,
  };
  /** A ring: minute `m` is at `m % MINUTES`. */
  readonly #minutes: MinuteCounts[] = Array.from({ length: MINUTES }, () => ({
    minute: -1,
    requests: 0,
    errors: 0,
    clientErrors: 0,
    durations: new Uint32Array(BUCKETS),
  }));
  #startedAt: number | undefined;

  /** When the first request came. A worker has no clock before it. */
  startedAt(now: number): number {
    this.#startedAt ??= now;
    return this.#startedAt;
  }

  record(method: string, status: number, durationMs: number, now: number): void {
    this.#startedAt ??= now;
    const counts = this.#minute(Math.floor(now / MINUTE_MS));
    const bucket = bucketOf(durationMs);
    counts.requests += 1;
    if (status >= 500) counts.errors += 1;
    else if (status >= 400) counts.clientErrors += 1;
    counts.durations[bucket] = (counts.durations[bucket] ?? 0) + 1;
    const { requests, durations } = this.totals;
    const cell = cellOf(method, status);
    requests[cell] = (requests[cell] ?? 0) + 1;
    durations[bucket] = (durations[bucket] ?? 0) + 1;
    if (durationMs > 0) this.totals.durationMs += durationMs;
  }

  /** The counts of a minute; undefined if there was no request. */
  find(minute: number): MinuteCounts | undefined {
    const counts = this.#minutes[minute % MINUTES];
    return counts?.minute === minute ? counts : undefined;
  }

  #minute(minute: number): MinuteCounts {
    const counts = this.#minutes[minute % MINUTES] as MinuteCounts;
    if (counts.minute === minute) return counts;
    counts.minute = minute;
    counts.requests = 0;
    counts.errors = 0;
    counts.clientErrors = 0;
    counts.durations.fill(0);
    return counts;
  }
}

/** Where `Totals.requests` counts a method and a status. */
function cellOf(method: string, status: number): number {
  const row = METHODS.indexOf(method as (typeof METHODS)[number]);
  const known = row === -1 ? METHODS.length - 1 : row;
  return known * STATUS_CLASSES.length + Math.min(Math.max(Math.floor(status / 100), 1), 5) - 1;
}

/** How many requests of a method got a status of a class. */
export function countOf(totals: Totals, method: number, statusClass: number): number {
  return totals.requests[method * STATUS_CLASSES.length + statusClass] ?? 0;
}
