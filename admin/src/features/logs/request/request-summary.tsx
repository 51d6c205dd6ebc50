import type { LogEntry } from '@selfdb/sdk';
import { A } from '@solidjs/router';
import X from 'lucide-solid/icons/x';
import { For, type JSX, Show } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { Badge, type Tone } from '../../../ui/display/badge.tsx';
import { CopyButton } from '../../../ui/display/copy-button.tsx';
import { formatMilliseconds } from '../../../ui/format/numbers.ts';
import { formatAgo, formatTime } from '../../../ui/format/times.ts';
import { requestFacts } from '../describe-entry.ts';
import { explainStatus } from './explain-status.ts';

const AROUND_MS = 10_000;

interface RequestSummaryProps {
  id: string;
  entries: LogEntry[];
  loading: boolean;
  onClear: () => void;
}

/** What a request was, how it ended and why, in words. Its lines are below. */
export function RequestSummary(props: RequestSummaryProps) {
  // Two workers write a line if the one that the API asked is at fault; the one that failed says more.
  const line = () => {
    const lines = props.entries.filter(({ event }) => event === 'request');
    return lines.findLast(({ fields }) => fields.reason !== undefined) ?? lines.at(-1);
  };
  return (
    <section
      aria-label="The request"
      class="mx-4 mb-3 rounded-lg border border-line bg-canvas p-3 sm:mx-6 sm:p-4"
    >
      <div class="flex items-center gap-2">
        <h2 class="shrink-0 text-sm font-semibold">Request</h2>
        <code class="truncate font-mono text-xs text-muted">{props.id}</code>
        <CopyButton label="Copy the request ID" text={props.id} />
        <Button size="sm" variant="ghost" class="ml-auto" icon={<X />} onClick={() => props.onClear()}>
          Show all lines
        </Button>
      </div>
      <Show when={line()} fallback={<Missing loading={props.loading} hasLines={props.entries.length > 0} />}>
        {(found) => <Explained entry={found()} />}
      </Show>
    </section>
  );
}

function Explained(props: { entry: LogEntry }) {
  const facts = () => requestFacts(props.entry);
  const around = () => {
    const time = Date.parse(props.entry.time);
    const [since, until] = [time - AROUND_MS, time + AROUND_MS].map((at) => new Date(at).toISOString());
    return `/logs?${new URLSearchParams({ since: since ?? '', until: until ?? '' })}`;
  };
  const rows = (): [string, JSX.Element][] => [
    ['When', `${formatTime(props.entry.time)} (${formatAgo(props.entry.time)})`],
    ['Answered by', props.entry.service],
    ...optional('Took', facts().durationMs, formatMilliseconds),
    ['User', facts().userId ? <UserLink id={facts().userId ?? ''} /> : 'Not signed in'],
  ];
  return (
    <>
      <p class="mt-2 flex flex-wrap items-center gap-2">
        <Badge tone={toneOf(facts().status)}>
          {[facts().status, facts().code].filter(Boolean).join(' ')}
        </Badge>
        <code class="min-w-0 font-mono text-sm break-all">
          {[facts().method, facts().path].filter(Boolean).join(' ')}
        </code>
      </p>
      <Show when={facts().reason}>
        <p class="mt-2 text-sm font-medium break-words">{facts().reason}</p>
      </Show>
      <p class="mt-1 text-sm text-muted">{explainStatus(facts().status)}</p>
      <dl class="mt-3 flex flex-wrap gap-x-8 gap-y-2 text-sm">
        <For each={rows()}>
          {([name, value]) => (
            <div>
              <dt class="text-xs text-muted">{name}</dt>
              <dd>{value}</dd>
            </div>
          )}
        </For>
        <div>
          <dt class="text-xs text-muted">More</dt>
          <dd>
            <A href={around()} class="text-link hover:underline">
              Show all lines around it
            </A>
          </dd>
        </div>
      </dl>
    </>
  );
}

function UserLink(props: { id: string }) {
  return (
    <A href={`/users?user=${props.id}`} class="text-link hover:underline">
      Show the user
    </A>
  );
}

function Missing(props: { loading: boolean; hasLines: boolean }) {
  const text = () => {
    if (props.loading) return 'Searching the logs…';
    if (props.hasLines) return 'The lines below mention it. How it ended is not in the logs.';
    return 'No line has this ID. The logs keep requests that failed or took a second or longer, and the oldest lines are deleted. With LOG_LEVEL=debug they keep every request.';
  };
  return (
    <p role="status" class="mt-2 text-sm text-muted">
      {text()}
    </p>
  );
}

function optional<T>(name: string, value: T | undefined, format: (value: T) => string): [string, string][] {
  return value === undefined ? [] : [[name, format(value)]];
}

function toneOf(status: number | undefined): Tone {
  if (status === undefined || status < 400) return 'success';
  return status >= 500 ? 'danger' : 'warning';
}
