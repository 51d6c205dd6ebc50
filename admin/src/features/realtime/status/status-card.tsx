import { createQuery } from '@tanstack/solid-query';
import { createEffect, createSignal, lazy, on, Show, Suspense, untrack } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Badge, type Tone } from '../../../ui/display/badge.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Card } from '../../../ui/display/page.tsx';
import { Skeleton } from '../../../ui/display/skeleton.tsx';
import { counted, formatBytes, formatCount } from '../../../ui/format/numbers.ts';
import { answerOf } from '../../tables/queries.ts';
import { feedStatusQuery } from '../queries.ts';
import { addSample, FEWEST_DRAWN, type Sample, toSeries } from './samples.ts';

const LineChart = lazy(() =>
  import('../../../ui/display/line-chart.tsx').then((module) => ({ default: module.LineChart })),
);
const CHART_PX = 88;
const TONES: Record<string, Tone> = { streaming: 'success', connecting: 'warning', failed: 'danger' };

/** The server's side: connections and channels of everybody, and how far the feed is behind Postgres. */
export function StatusCard(props: { received: number }) {
  const sdk = useSdk();
  const query = createQuery(() => feedStatusQuery(sdk));
  const [samples, setSamples] = createSignal<Sample[]>([]);
  const status = () => answerOf(query);
  createEffect(
    on(
      () => query.dataUpdatedAt,
      (at) => {
        const lagBytes = status()?.feed.lag_bytes;
        if (lagBytes === undefined) return;
        const received = untrack(() => props.received);
        setSamples((list) => addSample(list, { at, lagBytes, received }));
      },
    ),
  );
  const isDrawn = () => samples().length >= FEWEST_DRAWN;
  const series = () => toSeries(samples());
  const perSecond = () => series().perSecond.at(-1) ?? 0;
  const trouble = () => status()?.feed.error ?? status()?.feed.given_up?.error;
  return (
    <Card
      title="Server"
      actions={
        <Show when={status()}>
          {(now) => (
            <Show
              when={!query.isRefetchError}
              fallback={<Badge title="These are the last figures that the server gave">no answer</Badge>}
            >
              <Badge tone={TONES[now().feed.state] ?? 'neutral'}>{now().feed.state}</Badge>
            </Show>
          )}
        </Show>
      }
    >
      <div class="space-y-3 px-4 py-3">
        <ErrorNotice
          title="The server's state could not be read."
          error={status() ? undefined : query.error}
          onRetry={() => void query.refetch()}
        />
        <Show when={status()} fallback={!query.error && <Skeleton class="h-72 w-full" />}>
          {(now) => (
            <>
              <dl class="grid grid-cols-2 gap-x-4 gap-y-2">
                <Figure name="Connections" value={formatCount(now().connections)} hint="Of all clients" />
                <Figure name="Channels" value={formatCount(now().channels)} hint="Topics they have joined" />
                <Figure
                  name="Lag"
                  value={now().feed.lag_bytes === null ? 'unknown' : formatBytes(now().feed.lag_bytes ?? 0)}
                  hint="Written by Postgres and not yet read by the feed"
                />
                <Figure
                  name="Log"
                  value={formatBytes(now().feed.log.bytes)}
                  hint="Changes kept for replays"
                />
              </dl>
              <Show when={trouble()}>
                {(error) => (
                  <p class="rounded-md bg-warning-soft px-3 py-2 text-xs break-words text-ink">{error()}</p>
                )}
              </Show>
              <Show when={now().feed.skipped > 0}>
                <p class="text-xs text-muted">
                  {counted(now().feed.skipped, 'message')} of the log could not be read; watchers got a gap.
                </p>
              </Show>
              <Suspense fallback={<Skeleton class="h-48 w-full" />}>
                <h3 class="flex justify-between text-xs font-medium text-muted">
                  Events on this page{' '}
                  <span class="tabular">{formatCount(Math.round(perSecond()))} a second</span>
                </h3>
                <Show when={isDrawn()} fallback={<ChartsToCome />}>
                  <LineChart
                    label="Events a second that this page received"
                    height={CHART_PX}
                    x={series().x}
                    series={[
                      { label: 'Events/s', color: 'accent', values: series().perSecond, format: rounded },
                    ]}
                  />
                  <h3 class="text-xs font-medium text-muted">Lag of the feed</h3>
                  <LineChart
                    label="Lag of the feed in bytes"
                    height={CHART_PX}
                    x={series().x}
                    series={[{ label: 'Lag', color: 'warning', values: series().lag, format: formatBytes }]}
                  />
                </Show>
              </Suspense>
            </>
          )}
        </Show>
      </div>
    </Card>
  );
}

function ChartsToCome() {
  return <p class="text-xs text-muted">Charts appear after a few seconds.</p>;
}

const rounded = (value: number) => formatCount(Math.round(value * 10) / 10);

function Figure(props: { name: string; value: string; hint: string }) {
  return (
    <div title={props.hint}>
      <dt class="text-xs text-muted">{props.name}</dt>
      <dd class="tabular text-md font-semibold">{props.value}</dd>
    </div>
  );
}
