import { createQuery } from '@tanstack/solid-query';
import { lazy, Show, Suspense } from 'solid-js';
import { useSdk } from '../../app/session/session.tsx';
import { ErrorNotice } from '../../ui/display/error-notice.tsx';
import { Card } from '../../ui/display/page.tsx';
import { Skeleton } from '../../ui/display/skeleton.tsx';
import { formatCount, formatMilliseconds } from '../../ui/format/numbers.ts';
import { metricsQuery } from './queries.ts';

const LineChart = lazy(() =>
  import('../../ui/display/line-chart.tsx').then((module) => ({ default: module.LineChart })),
);
const HEIGHT = 150;

/** Requests a minute of the last hour, and how long 95 of 100 took at most. */
export function RequestsCard() {
  const sdk = useSdk();
  const metrics = createQuery(() => metricsQuery(sdk));
  const minutes = () => metrics.data?.minutes ?? [];
  const last = () => minutes().at(-2) ?? minutes().at(-1);
  const summary = () => {
    const minute = last();
    if (!minute) return undefined;
    const p95 = minute.p95_ms === null ? '' : ` · 95 % within ${formatMilliseconds(minute.p95_ms)}`;
    return `Last full minute: ${formatCount(minute.requests)}${p95}`;
  };
  return (
    <Card title="Requests per minute" actions={<span class="tabular text-xs text-muted">{summary()}</span>}>
      <div class="min-h-52 px-3 py-2">
        <ErrorNotice
          title="The requests could not be counted."
          error={metrics.error}
          onRetry={() => void metrics.refetch()}
        />
        <Show when={metrics.data} fallback={!metrics.error && <Skeleton class="h-44 w-full" />}>
          <Suspense fallback={<Skeleton class="h-44 w-full" />}>
            <LineChart
              label="Requests and errors a minute in the last hour"
              height={HEIGHT}
              x={minutes().map(({ at }) => new Date(at).getTime() / 1000)}
              series={[
                {
                  label: 'Requests',
                  color: 'accent',
                  bars: true,
                  values: minutes().map(({ requests }) => requests),
                  format: formatCount,
                },
                {
                  label: 'Server errors',
                  color: 'danger',
                  bars: true,
                  values: minutes().map(({ errors }) => errors),
                  format: formatCount,
                },
              ]}
            />
          </Suspense>
        </Show>
      </div>
    </Card>
  );
}
