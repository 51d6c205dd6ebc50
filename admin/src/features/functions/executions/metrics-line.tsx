import { createQuery } from '@tanstack/solid-query';
import { Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { counted, formatMilliseconds } from '../../../ui/format/numbers.ts';
import { answerOf } from '../../tables/queries.ts';
import { functionMetricsQuery } from '../queries.ts';

/** The last 24 hours in a line. */
export function MetricsLine(props: { functionId: string }) {
  const sdk = useSdk();
  const metrics = createQuery(() => functionMetricsQuery(sdk, props.functionId));
  return (
    <p class="tabular min-h-5 min-w-0 basis-full text-sm text-muted md:flex-1 md:basis-0">
      <Show when={answerOf(metrics)}>
        {(known) => (
          <>
            Last 24 hours: {counted(known().count, 'execution')},{' '}
            <span classList={{ 'text-danger': known().errors > 0 }}>{counted(known().errors, 'error')}</span>
            <Show when={known().p50_ms !== null}>
              {`, half within ${formatMilliseconds(known().p50_ms ?? 0)}, 95 % within ${formatMilliseconds(known().p95_ms ?? 0)}`}
            </Show>
          </>
        )}
      </Show>
    </p>
  );
}
