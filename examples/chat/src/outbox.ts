import { APIConnectionError, ConflictError } from '@selfdb/sdk';
import { createEffect, createSignal, onCleanup } from 'solid-js';
import { type Message, selfdb } from './selfdb.ts';

type Draft = Omit<Message, 'id' | 'created_at'>;

interface Waiting extends Message {
  /** Why the server does not take it. */
  refusal?: string;
  isSent?: boolean;
}

const RETRY_MS = 1000;

/**
 * Messages that are not in the list yet. They are kept in the browser and sent in order when there is a connection. Each has its
 * id from the beginning, so that one whose answer got lost is not sent twice: the server refuses its id the second time.
 */
export function createOutbox(userId: string, shown: () => readonly Message[]) {
  const key = `chat-outbox:${userId}`;
  const stored: Waiting[] = JSON.parse(localStorage.getItem(key) ?? '[]');
  const [messages, setMessages] = createSignal(stored);
  let isSending = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function change(next: Waiting[]) {
    setMessages(next);
    localStorage.setItem(key, JSON.stringify(next));
  }
  const update = (id: string, changes: Partial<Waiting>) =>
    change(messages().map((one) => (one.id === id ? { ...one, ...changes } : one)));

  async function sendNext() {
    const next = messages().find(({ isSent, refusal }) => !isSent && refusal === undefined);
    if (!next || isSending) return;
    isSending = true;
    const { id, room_id, user_id, author, text, file } = next;
    let pause = 0;
    try {
      await selfdb
        .table('chat_messages')
        .insert({ id, room_id, user_id, author, text, file }, { timeout: 10_000 });
      update(id, { isSent: true });
    } catch (error) {
      if (error instanceof ConflictError) update(id, { isSent: true });
      else if (error instanceof APIConnectionError) pause = RETRY_MS;
      else update(id, { refusal: error instanceof Error ? error.message : String(error) });
    }
    isSending = false;
    timer = setTimeout(sendNext, pause);
  }

  // One that is sent waits here until it has arrived in the list.
  createEffect(() => {
    const ids = new Set(shown().map(({ id }) => id));
    if (messages().some(({ id, isSent }) => isSent && ids.has(id))) {
      change(messages().filter(({ id, isSent }) => !isSent || !ids.has(id)));
    }
  });
  onCleanup(() => clearTimeout(timer));
  void sendNext();

  return {
    messages: () => {
      const ids = new Set(shown().map(({ id }) => id));
      return messages().filter(({ id }) => !ids.has(id));
    },
    add(draft: Draft) {
      change([...messages(), { ...draft, id: crypto.randomUUID(), created_at: new Date().toISOString() }]);
      void sendNext();
    },
    refusal: (id: string) => messages().find((one) => one.id === id)?.refusal,
    drop: (id: string) => change(messages().filter((one) => one.id !== id)),
  };
}
