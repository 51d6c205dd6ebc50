import type { User } from '@selfdb/sdk';
import { useLiveRows } from '@selfdb/sdk/solid';
import { createMemo, Show } from 'solid-js';
import { Composer } from './composer.tsx';
import { MessageList } from './message-list.tsx';
import { createOutbox } from './outbox.ts';
import { createPresence } from './presence.ts';
import { type Message, type Room, selfdb } from './selfdb.ts';

/** A room: who is here, what was written, and a place to write. */
export function RoomView(props: { room: Room; user: User }) {
  const messages = useLiveRows(() =>
    selfdb
      .table('chat_messages')
      .query()
      .filter({ room_id: props.room.id })
      .sort('created_at', 'desc')
      .pageSize(30),
  );
  const outbox = createOutbox(props.user.id, () => messages.rows);
  const presence = createPresence(props.room.id, props.user);
  const waiting = () => outbox.messages().filter(({ room_id }) => room_id === props.room.id);
  const all = createMemo<Message[]>(() => [...messages.rows.toReversed(), ...waiting()]);

  function send(text: string, file: Message['file']) {
    const { room, user } = props;
    const author = [user.firstName, user.lastName].filter((name) => name !== '-').join(' ');
    presence.tellTyping(true);
    outbox.add({ room_id: room.id, user_id: user.id, author, text, file });
  }

  return (
    <main class="room">
      <header>
        <a class="back" href="#rooms" aria-label="All rooms">
          ‹
        </a>
        <h1>{props.room.name}</h1>
        <p class="here" aria-live="polite">
          {presence.names().join(', ')}
        </p>
      </header>
      <Show when={!messages.isLoading && !messages.isLive}>
        <p class="cut" role="status">
          Not connected. What you write is sent when the connection is back.
        </p>
      </Show>
      <MessageList
        messages={all()}
        userId={props.user.id}
        isWaiting={(id) => waiting().some((one) => one.id === id)}
        refusal={outbox.refusal}
        onDrop={outbox.drop}
        hasMore={messages.hasMore}
        onMore={messages.loadMore}
        isLoading={messages.isLoading}
      />
      <p class="typing" aria-live="polite">
        {presence.typing()}
      </p>
      <Composer roomId={props.room.id} onSend={send} onType={() => presence.tellTyping()} />
    </main>
  );
}
