import { expect, it } from 'vitest';
import { BUCKETS, bucketOf, endOfBucket, quantile } from './duration-histogram.ts';
import { MetricsRecorder, MINUTE_MS } from './recorder.ts';
import { metricsJson } from './to-json.ts';
import { metricsText } from './to-prometheus.ts';

const NOW = Date.UTC(2026, 0, 31, 8, 15, 30);

it('counts a duration in the bucket that ends at or above it', () => {
  for (const duration of [0.01, 0.125, 0.126, 1, 1.01, 2, 3.7, 1000, 131_072]) {
    const bucket = bucketOf(duration);
    expect(endOfBucket(bucket)).toBeGreaterThanOrEqual(duration);
    if (bucket > 0) expect(endOfBucket(bucket - 1)).toBeLessThan(duration);
  }
  expect([Number.NaN, -1, 0, 1e9, Number.POSITIVE_INFINITY].map(bucketOf)).toEqual([
    0,
    0,
    0,
    BUCKETS - 1,
    BUCKETS - 1,
  ]);
});

it('estimates percentiles to a tenth', () => {
  const counts = new Uint32Array(BUCKETS);
  expect(quantile(counts, 0.5)).toBeNull();
  for (let duration = 1; duration <= 1000; duration++) {
    const bucket = bucketOf(duration);
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  for (const share of [0.5, 0.95, 0.99]) {
    expect(Math.abs((quantile(counts, share) ?? 0) - share * 1000)).toBeLessThan(share * 100);
  }
});

it('has a bucket for each of the last 60 minutes, and forgets what is older', () => {
  const recorder = new MetricsRecorder();
  recorder.record('GET', 500, 1, NOW - 60 * MINUTE_MS);
  recorder.record('GET', 200, 1, NOW - 59 * MINUTE_MS);
  recorder.record('GET', 200, 4, NOW);
  recorder.record('POST', 404, 4, NOW);
  recorder.record('POST', 503, 4, NOW);
  const json = metricsJson(recorder, NOW);
  expect(json).toMatchObject({ requests: 5, errors: 2, client_errors: 1 });
  expect(json.started_at).toBe(new Date(NOW - 60 * MINUTE_MS).toISOString());
  expect(json.minutes).toHaveLength(60);
  expect(json.minutes[0]).toMatchObject({ at: '2026-01-31T07:16:00.000Z', requests: 1, errors: 0 });
  expect(json.minutes[1]).toMatchObject({ requests: 0, p50_ms: null, p95_ms: null });
  const last = json.minutes[59];
  expect(last).toMatchObject({ at: '2026-01-31T08:15:00.000Z', requests: 3, errors: 1, client_errors: 1 });
  expect(last?.p95_ms).toBeGreaterThan(3);
  expect(last?.p95_ms).toBeLessThanOrEqual(4);
});

it('counts a minute anew when its place in the ring was used an hour ago', () => {
  const recorder = new MetricsRecorder();
  recorder.record('GET', 500, 1, NOW);
  recorder.record('GET', 200, 8, NOW + 60 * MINUTE_MS);
  expect(metricsJson(recorder, NOW + 60 * MINUTE_MS).minutes[59]).toMatchObject({ requests: 1, errors: 0 });
});

it('tells Prometheus the totals by method and status class, and a cumulative histogram', () => {
  const recorder = new MetricsRecorder();
  recorder.record('GET', 101, 1, NOW);
  recorder.record('GET', 200, 3, NOW);
  recorder.record('GET', 299, 3, NOW);
  recorder.record('BREW', 404, 200_000, NOW);
  const lines = metricsText(recorder, NOW).split('\n');
  expect(lines).toContain('selfdb_http_requests_total{method="GET",status="1xx"} 1');
  expect(lines).toContain('selfdb_http_requests_total{method="GET",status="2xx"} 2');
  expect(lines).toContain('selfdb_http_requests_total{method="other",status="4xx"} 1');
  const name = 'selfdb_http_request_duration_seconds';
  expect(lines).toContain(`${name}_bucket{le="0.001"} 1`);
  expect(lines).toContain(`${name}_bucket{le="0.002"} 1`);
  expect(lines).toContain(`${name}_bucket{le="0.004"} 3`);
  expect(lines).toContain(`${name}_bucket{le="131.072"} 3`);
  expect(lines).toContain(`${name}_bucket{le="+Inf"} 4`);
  expect(lines).toContain(`${name}_count 4`);
  expect(lines).toContain(`${name}_sum 200.007`);
  expect(lines).toContain(`selfdb_process_start_time_seconds ${NOW / 1000}`);
});
