import type { Metrics } from '@selfdb/shared/system/routes';
import { quantile } from './duration-histogram.ts';
import { countOf, METHODS, type MetricsRecorder, MINUTE_MS, MINUTES, type Totals } from './recorder.ts';

const CLIENT_ERROR = 3;
const SERVER_ERROR = 4;

/** The totals, and each of the last 60 minutes. */
export function metricsJson(recorder: MetricsRecorder, now: number): Metrics {
  const { totals } = recorder;
  const current = Math.floor(now / MINUTE_MS);
  return {
    started_at: new Date(recorder.startedAt(now)).toISOString(),
    requests: totals.requests.reduce((sum, count) => sum + count, 0),
    errors: sumOf(totals, SERVER_ERROR),
    client_errors: sumOf(totals, CLIENT_ERROR),
    minutes: Array.from({ length: MINUTES }, (_, index) =>
      minuteJson(recorder, current - MINUTES + 1 + index),
    ),
  };
}

function sumOf(totals: Totals, statusClass: number): number {
  return METHODS.reduce((sum, _, method) => sum + countOf(totals, method, statusClass), 0);
}

function minuteJson(recorder: MetricsRecorder, minute: number): Metrics['minutes'][number] {
  const counts = recorder.find(minute);
  return {
    at: new Date(minute * MINUTE_MS).toISOString(),
    requests: counts?.requests ?? 0,
    errors: counts?.errors ?? 0,
    client_errors: counts?.clientErrors ?? 0,
    p50_ms: rounded(counts && quantile(counts.durations, 0.5)),
    p95_ms: rounded(counts && quantile(counts.durations, 0.95)),
  };
}

function rounded(milliseconds: number | null | undefined): number | null {
  return milliseconds == null ? null : Math.round(milliseconds * 100) / 100;
}
