import { Show } from 'solid-js';
import { Badge } from '../../../ui/display/badge.tsx';
import { deliveryWords } from './delivery-words.ts';

/** What became of a delivery, in a word. */
export function DeliveryState(props: { status: string | null }) {
  return (
    <Show when={deliveryWords(props.status)}>
      {(words) => (
        <Badge tone={words().tone} title={words().hint}>
          {words().label}
        </Badge>
      )}
    </Show>
  );
}
