import { createSignal, Show } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import type { Subscription } from '../topics/subscription.ts';
import { readJsonObject } from './json-field.ts';

/** Shows oneself in a room, with a state that the others see. */
export function TrackForm(props: { room: Subscription }) {
  const [text, setText] = createSignal('{"status": "online"}');
  const [invalid, setInvalid] = createSignal<string>();
  const [error, setError] = createSignal<unknown>();
  const [isShown, setShown] = createSignal(false);
  async function run(act: () => Promise<void>, shown: boolean) {
    setError(undefined);
    try {
      await act();
      setShown(shown);
    } catch (failure) {
      setError(failure);
    }
  }
  function track(event: Event) {
    event.preventDefault();
    const read = readJsonObject(text());
    setInvalid(read.error);
    if (read.error === undefined) void run(() => props.room.track(read.value), true);
  }
  return (
    <form class="space-y-2 px-4 py-3" aria-label={`Your presence in ${props.room.topic}`} onSubmit={track}>
      <TextField
        label="Your state"
        mono
        value={text()}
        onInput={(typed) => {
          setText(typed);
          setInvalid(undefined);
        }}
        error={invalid()}
        hint="A JSON object that the others see beside your name."
      />
      <ErrorNotice error={error()} />
      <div class="flex gap-2">
        <Button size="sm" type="submit" disabled={!props.room.isLive()}>
          {isShown() ? 'Change my state' : 'Show me here'}
        </Button>
        <Show when={isShown()}>
          <Button size="sm" variant="ghost" onClick={() => void run(props.room.untrack, false)}>
            Hide me
          </Button>
        </Show>
      </div>
    </form>
  );
}
