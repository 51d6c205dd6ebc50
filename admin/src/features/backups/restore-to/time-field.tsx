import { Show } from 'solid-js';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { formatTime } from '../../../ui/format/times.ts';
import { fromField, inUtc } from './local-time.ts';

interface TimeFieldProps {
  text: string;
  onInput: (text: string) => void;
  fault: string | undefined;
  oldest: string;
  error: unknown;
}

/** A date and a time of the browser's zone, also in UTC, with what can be chosen. */
export function TimeField(props: TimeFieldProps) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <div class="space-y-3">
      <TextField
        label={`Date and time (${zone})`}
        type="datetime-local"
        step={1}
        value={props.text}
        onInput={props.onInput}
        error={props.fault}
        hint={<Show when={fromField(props.text)}>{(time) => <>It is {inUtc(time())}.</>}</Show>}
        autofocus
      />
      <p class="text-sm text-muted">
        Any second since <time dateTime={props.oldest}>{formatTime(props.oldest)}</time> can be restored.
      </p>
      <ErrorNotice title="The recovery was not begun." error={props.error} />
    </div>
  );
}
