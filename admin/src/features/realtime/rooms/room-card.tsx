import { Card } from '../../../ui/display/page.tsx';
import type { Subscription } from '../topics/subscription.ts';
import { PresenceList } from './presence-list.tsx';
import { SendForm } from './send-form.tsx';
import { TrackForm } from './track-form.tsx';

/** A room: who is there, oneself in it, and a message to the others. */
export function RoomCard(props: { room: Subscription }) {
  return (
    <Card title={props.room.topic}>
      <div class="divide-y divide-line">
        <PresenceList room={props.room} />
        <TrackForm room={props.room} />
        <SendForm room={props.room} />
      </div>
    </Card>
  );
}
