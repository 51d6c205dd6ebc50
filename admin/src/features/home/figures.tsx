import { A } from '@solidjs/router';
import { createQuery } from '@tanstack/solid-query';
import { For, type JSX, Show } from 'solid-js';
import { useSdk } from '../../app/session/session.tsx';
import { Skeleton } from '../../ui/display/skeleton.tsx';
import { counted, formatBytes, formatShortCount } from '../../ui/format/numbers.ts';
import { countsQuery, realtimeQuery } from './queries.ts';

/** For what could not be read. The card of the services says why. */
const UNKNOWN = '–';

interface Figure {
  label: string;
  value: string | undefined;
  detail?: string | undefined;
  href?: string;
}

/** The counts of what is stored and who is connected. */
export function Figures() {
  const sdk = useSdk();
  const counts = createQuery(() => countsQuery(sdk));
  const realtime = createQuery(() => realtimeQuery(sdk));
  const count = (value: number | undefined) => (value === undefined ? undefined : formatShortCount(value));
  const stored = (value: number | undefined) => count(value) ?? (counts.error ? UNKNOWN : undefined);
  const figures = (): Figure[] => [
    { label: 'Tables', value: stored(counts.data?.tables), href: '/tables' },
    { label: 'Users', value: stored(counts.data?.users), href: '/users' },
    {
      label: 'Files',
      value: stored(counts.data?.files),
      detail:
        counts.data &&
        `${formatBytes(counts.data.bytes)} in ${counted(counts.data.buckets, 'bucket', formatShortCount)}`,
    },
    {
      label: 'Realtime connections',
      value: count(realtime.data?.connections) ?? (realtime.error ? UNKNOWN : undefined),
      detail: realtime.data && counted(realtime.data.channels, 'channel', formatShortCount),
    },
  ];
  return (
    <div class="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line lg:grid-cols-4">
      <For each={figures()}>{(figure) => <FigureTile {...figure} />}</For>
    </div>
  );
}

function FigureTile(props: Figure) {
  const content = (): JSX.Element => (
    <>
      <span class="block text-xs text-muted">{props.label}</span>
      <Show when={props.value} fallback={<Skeleton class="my-1.5 h-6 w-14" />}>
        <span class="tabular block text-xl font-semibold">{props.value}</span>
      </Show>
      <span class="block h-4 truncate text-xs text-muted">{props.detail}</span>
    </>
  );
  return (
    <Show when={props.href} fallback={<div class="bg-surface px-4 py-3">{content()}</div>}>
      {(href) => (
        <A href={href()} class="bg-surface px-4 py-3 hover:bg-hover">
          {content()}
        </A>
      )}
    </Show>
  );
}
