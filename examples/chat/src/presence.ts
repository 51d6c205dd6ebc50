import type { PresenceList, User } from '@selfdb/sdk';
import { createSignal, onCleanup } from 'solid-js';
import { selfdb } from './selfdb.ts';

const TYPING_MS = 3000;

/** Who is in a room, and who is typing. */
export function createPresence(roomId: string, user: User) {
  const [present, setPresent] = createSignal<PresenceList>({});
  const [typist, setTypist] = createSignal<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let toldAt = 0;

  const channel = selfdb.realtime.channel(`room:chat-${roomId}`);
  channel.on('presence', ({ state }) => setPresent(state));
  channel.on('broadcast', ({ event, payload }) => {
    if (event !== 'typing') return;
    clearTimeout(timer);
    const { name, isOver } = Object(payload);
    setTypist(isOver ? undefined : String(name));
    timer = setTimeout(() => setTypist(undefined), TYPING_MS);
  });
  // Without it the room works, but is quiet about who is there.
  channel
    .subscribe()
    .then(() => channel.track({ name: user.firstName }))
    .catch(() => {});
  onCleanup(() => {
    clearTimeout(timer);
    void channel.unsubscribe();
  });

  return {
    names: () => Object.values(present()).map(([first]) => String(first?.name)),
    typing: () => (typist() === undefined ? '' : `${typist()} is typing…`),
    tellTyping(isOver = false) {
      if (!isOver && Date.now() - toldAt < TYPING_MS / 2) return;
      toldAt = isOver ? 0 : Date.now();
      channel.send('typing', { name: user.firstName, isOver }).catch(() => {});
    },
  };
}
