import { endOfBucket, POWERS_OF_TWO } from './duration-histogram.ts';
import { countOf, METHODS, type MetricsRecorder, STATUS_CLASSES, type Totals } from './recorder.ts';

/** https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format */
export const PROMETHEUS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** The totals in Prometheus' text format. */
export function metricsText(recorder: MetricsRecorder, now: number): string {
  return [
    ...family('selfdb_http_requests_total', 'counter', 'Requests that the API answered.'),
    ...requestLines(recorder.totals),
    ...family('selfdb_http_request_duration_seconds', 'histogram', 'Time until the answer began.'),
    ...durationLines(recorder.totals),
    ...family(
      'selfdb_process_start_time_seconds',
      'gauge',
      'When the API began to answer, in seconds since 1970.',
    ),
    `selfdb_process_start_time_seconds ${recorder.startedAt(now) / 1000}`,
    '',
  ].join('\n');
}

function family(name: string, type: string, help: string): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
}

function requestLines(totals: Totals): string[] {
  return METHODS.flatMap((method, row) =>
    STATUS_CLASSES.flatMap((status, column) => {
      const count = countOf(totals, row, column);
      return count === 0
        ? []
        : [`selfdb_http_requests_total{method="${method}",status="${status}"} ${count}`];
    }),
  );
}

function durationLines({ durations, durationMs }: Totals): string[] {
  const name = 'selfdb_http_request_duration_seconds';
  const upTo = (bucket: number) => durations.subarray(0, bucket + 1).reduce((sum, count) => sum + count, 0);
  const total = upTo(durations.length);
  return [
    ...POWERS_OF_TWO.map((bucket) => `${name}_bucket{le="${endOfBucket(bucket) / 1000}"} ${upTo(bucket)}`),
    `${name}_bucket{le="+Inf"} ${total}`,
    `${name}_sum ${durationMs / 1000}`,
    `${name}_count ${total}`,
  ];
}
