import { createQuery } from '@tanstack/solid-query';
import { Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { Segmented } from '../../../ui/controls/segmented.tsx';
import { fieldLabel, TextField } from '../../../ui/controls/text-field.tsx';
import { formatTime } from '../../../ui/format/times.ts';
import { feedStatusQuery } from '../queries.ts';
import type { LeftTopic } from './left-topics.ts';

const STARTS = [
  { value: 'now' as const, label: 'Now' },
  { value: 'cursor' as const, label: 'After a cursor' },
];

interface StartFieldsProps {
  /** Undefined: from now on. */
  since: string | undefined;
  left: LeftTopic | undefined;
  onChange: (since: string | undefined) => void;
}

/** From when on changes are sent: from now, or with those after a cursor first. */
export function StartFields(props: StartFieldsProps) {
  const sdk = useSdk();
  const status = createQuery(() => feedStatusQuery(sdk));
  const oldest = () => (status.isSuccess ? status.data.feed.log.oldest : null);
  return (
    <fieldset class="space-y-2">
      <legend class={fieldLabel}>Start</legend>
      <Segmented
        label="Start"
        options={STARTS}
        value={props.since === undefined ? 'now' : 'cursor'}
        onChange={(start) => props.onChange(start === 'now' ? undefined : (props.left?.cursor ?? ''))}
      />
      <Show when={props.since !== undefined}>
        <TextField
          label="Cursor"
          mono
          value={props.since ?? ''}
          onInput={(text) => props.onChange(text.trim())}
          placeholder="9c41…:000000000199A0F8:00000000"
          hint="Every event has one: its position in the log of changes. You get what was committed after it, then what happens live. If the log no longer goes back that far, you are told of the gap."
          error={props.since === '' ? 'Paste the cursor of an event, or choose a start below.' : undefined}
        />
        <div class="flex flex-wrap gap-2">
          <Show when={props.left}>
            {(left) => (
              <Button size="sm" onClick={() => props.onChange(left().cursor)}>
                Since you left, {formatTime(left().at)}
              </Button>
            )}
          </Show>
          <Show when={oldest()}>
            {(cursor) => (
              <Button size="sm" onClick={() => props.onChange(cursor())}>
                As far back as the log goes
              </Button>
            )}
          </Show>
        </div>
      </Show>
    </fieldset>
  );
}
