import type { SqlAnswer } from '@selfdb/sdk';
import { For, Show } from 'solid-js';
import { Badge, type Tone } from '../../../ui/display/badge.tsx';
import { counted, formatMilliseconds } from '../../../ui/format/numbers.ts';

const TONES: Record<string, Tone> = { WARNING: 'warning', NOTICE: 'accent', INFO: 'accent', LOG: 'neutral' };

/** What each statement did, and what Postgres noted meanwhile. */
export function Messages(props: { answer: SqlAnswer }) {
  return (
    <ul class="min-h-0 flex-1 divide-y divide-line overflow-y-auto text-sm">
      <For each={props.answer.results}>
        {(result) => (
          <li class="flex min-h-8 items-center gap-3 px-4">
            <span class="font-mono text-xs">{result.command}</span>
            <Show when={result.row_count !== null}>
              <span class="text-muted tabular">{counted(result.row_count ?? 0, 'row')}</span>
            </Show>
          </li>
        )}
      </For>
      <li class="flex min-h-8 items-center px-4 text-muted">
        Took {formatMilliseconds(props.answer.execution_time_ms)}.
      </li>
      <For each={props.answer.notices}>
        {(notice) => (
          <li class="px-4 py-2">
            <Badge tone={TONES[notice.severity] ?? 'neutral'}>{notice.severity.toLowerCase()}</Badge>{' '}
            <span class="break-words whitespace-pre-wrap">{notice.message}</span>
            <Show when={notice.detail}>
              <p class="mt-1 text-xs whitespace-pre-wrap text-muted">{notice.detail}</p>
            </Show>
            <Show when={notice.hint}>
              <p class="mt-1 text-xs whitespace-pre-wrap text-muted">{notice.hint}</p>
            </Show>
          </li>
        )}
      </For>
    </ul>
  );
}
