import type { User } from '@selfdb/sdk';
import type { LiveRowsStore } from '@selfdb/sdk/solid';
import { createSignal, For, Show } from 'solid-js';
import type { Room } from './selfdb.ts';

interface RoomListProps {
  rooms: LiveRowsStore<Room>;
  current: Room | undefined;
  user: User;
  onLeave: () => void;
}

/** The rooms, and a form for another one. */
export function RoomList(props: RoomListProps) {
  const [error, setError] = createSignal<string>();

  async function create(event: SubmitEvent & { currentTarget: HTMLFormElement }) {
    event.preventDefault();
    const form = event.currentTarget;
    const name = String(new FormData(form).get('name')).trim();
    setError(undefined);
    try {
      const room = await props.rooms.insert({ name, user_id: props.user.id });
      form.reset();
      location.hash = room.id;
    } catch (thrown) {
      const isTaken = thrown instanceof Error && thrown.message.includes('duplicate');
      setError(isTaken ? `There is a room “${name}” already.` : String(thrown));
    }
  }

  return (
    <nav class="rooms" aria-label="Rooms">
      <h1>Rooms</h1>
      <Show when={props.rooms.error}>{(one) => <p role="alert">{one().message}</p>}</Show>
      <ul>
        <For each={props.rooms.rows}>
          {(room) => (
            <li>
              <a href={`#${room.id}`} aria-current={room.id === props.current?.id ? 'page' : undefined}>
                {room.name}
              </a>
            </li>
          )}
        </For>
      </ul>
      <form onSubmit={create}>
        <input name="name" aria-label="New room" placeholder="New room" maxlength="60" required />
        <button type="submit">Create</button>
      </form>
      <Show when={error()}>{(text) => <p role="alert">{text()}</p>}</Show>
      <footer>
        <span class="name">{props.user.firstName}</span>
        <button type="button" class="quiet" onClick={() => props.onLeave()}>
          Sign out
        </button>
      </footer>
    </nav>
  );
}
