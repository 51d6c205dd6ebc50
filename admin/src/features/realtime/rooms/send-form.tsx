import Send from 'lucide-solid/icons/send';
import { createSignal } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import type { Subscription } from '../topics/subscription.ts';
import { readJson } from './json-field.ts';

/** Sends a message to everybody else in a room. */
export function SendForm(props: { room: Subscription }) {
  const [name, setName] = createSignal('message');
  const [text, setText] = createSignal('{"text": "Hello"}');
  const [faults, setFaults] = createSignal<{ name?: string; text?: string | undefined }>({});
  const [error, setError] = createSignal<unknown>();
  const [busy, setBusy] = createSignal(false);
  async function send(event: Event) {
    event.preventDefault();
    const read = readJson(text());
    const isNamed = name().trim() !== '';
    setFaults({ ...(!isNamed && { name: 'Name the event.' }), text: read.error });
    if (!isNamed || read.error !== undefined) return;
    setBusy(true);
    setError(undefined);
    try {
      await props.room.send(name().trim(), read.value);
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  }
  return (
    <form class="space-y-2 px-4 py-3" aria-label={`Send to ${props.room.topic}`} onSubmit={send}>
      <TextField label="Event" mono value={name()} onInput={setName} error={faults().name} />
      <TextField
        label="Payload"
        mono
        lines={3}
        value={text()}
        onInput={(typed) => {
          setText(typed);
          setFaults({});
        }}
        error={faults().text}
        hint="JSON. All others in the room receive it."
      />
      <ErrorNotice title="The message was not sent." error={error()} />
      <Button
        size="sm"
        variant="primary"
        type="submit"
        icon={<Send />}
        busy={busy()}
        disabled={!props.room.isLive()}
      >
        Send
      </Button>
    </form>
  );
}
