import type { RestorableTimes } from '@selfdb/sdk';
import type { CreateQueryResult } from '@tanstack/solid-query';
import RotateCcwClock from 'lucide-solid/icons/rotate-ccw-clock';
import { For, Show } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { Skeleton } from '../../../ui/display/skeleton.tsx';
import { formatTime } from '../../../ui/format/times.ts';
import { answerOf } from '../../tables/queries.ts';

interface MomentsBarProps {
  query: CreateQueryResult<RestorableTimes>;
  busy: boolean;
  onOpen: () => void;
}

/** Which times can be restored, as a sentence, and what keeps the log from being kept. */
export function MomentsBar(props: MomentsBarProps) {
  const times = () => answerOf(props.query);
  return (
    <>
      <div class="flex shrink-0 flex-wrap items-center gap-x-2 gap-y-2 border-b border-line px-4 py-2 sm:px-6">
        <Show
          when={times()}
          fallback={
            <Show
              when={!props.query.error}
              fallback={<Muted text="Which times can be restored is not known." />}
            >
              <Skeleton class="h-4 w-72" />
            </Show>
          }
        >
          {(known) => <Sentence times={known()} />}
        </Show>
        <Button class="ml-auto" icon={<RotateCcwClock />} disabled={props.busy} onClick={props.onOpen}>
          Restore to a time
        </Button>
      </div>
      <For each={times()?.problems}>
        {(problem) => (
          <div class="border-b border-line px-4 py-3 sm:px-6">
            <p role="status" class="rounded-md bg-warning-soft px-3 py-2 text-sm break-words text-warning">
              {problem}
            </p>
          </div>
        )}
      </For>
    </>
  );
}

function Sentence(props: { times: RestorableTimes }) {
  return (
    <Show
      when={props.times.oldest}
      fallback={
        <Muted
          text={
            props.times.reason === 'no_base_backup'
              ? 'Back to any second: the first base backup is not made yet.'
              : 'Back to any second is off.'
          }
        />
      }
    >
      {(oldest) => (
        <p class="min-w-0 flex-1 text-sm">
          <span class="font-medium">Back to any second</span>
          <span class="text-muted">
            {' since '}
            <time dateTime={oldest()}>{formatTime(oldest())}</time>
          </span>
        </p>
      )}
    </Show>
  );
}

function Muted(props: { text: string }) {
  return <p class="min-w-0 flex-1 text-sm text-muted">{props.text}</p>;
}
