import type { User } from '@selfdb/sdk';
import { SelfDBProvider, useLiveRows, useUser } from '@selfdb/sdk/solid';
import { createSignal, Match, onCleanup, Show, Switch } from 'solid-js';
import { render } from 'solid-js/web';
import { RoomList } from './room-list.tsx';
import { RoomView } from './room-view.tsx';
import { selfdb } from './selfdb.ts';
import { SignIn } from './sign-in.tsx';

function App() {
  const account = useUser();
  return (
    <Switch fallback={<SignIn />}>
      <Match when={account.isLoading}>
        <p class="center">Loading…</p>
      </Match>
      <Match when={!account.user && account.error}>
        {(error) => (
          <p class="center" role="status">
            No connection. Trying again… <small>{error().message}</small>
          </p>
        )}
      </Match>
      <Match when={account.user}>{(user) => <Chat user={user()} onLeave={account.signOut} />}</Match>
    </Switch>
  );
}

/** The room in the URL: `#<id>`. */
function useRoomId() {
  const [id, setId] = createSignal(location.hash.slice(1));
  const read = () => setId(location.hash.slice(1));
  addEventListener('hashchange', read);
  onCleanup(() => removeEventListener('hashchange', read));
  return id;
}

function Chat(props: { user: User; onLeave: () => void }) {
  const roomId = useRoomId();
  const rooms = useLiveRows(() => selfdb.table('chat_rooms').query().sort('name').pageSize(200));
  const room = () => rooms.rows.find(({ id }) => id === roomId());
  return (
    <div class="chat" classList={{ 'in-room': room() !== undefined }}>
      <RoomList rooms={rooms} current={room()} user={props.user} onLeave={props.onLeave} />
      <Show when={room()} keyed fallback={<main class="center empty">Choose a room, or create one.</main>}>
        {(one) => <RoomView room={one} user={props.user} />}
      </Show>
    </div>
  );
}

render(
  () => (
    <SelfDBProvider client={selfdb}>
      <App />
    </SelfDBProvider>
  ),
  document.body,
);
