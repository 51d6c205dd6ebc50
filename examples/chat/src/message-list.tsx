import { createEffect, For, onCleanup, Show } from 'solid-js';
import { Attachment } from './attachment.tsx';
import type { Message } from './selfdb.ts';

interface MessageListProps {
  /** The oldest first. */
  messages: Message[];
  userId: string;
  isWaiting: (id: string) => boolean;
  refusal: (id: string) => string | undefined;
  onDrop: (id: string) => void;
  hasMore: boolean;
  onMore: () => Promise<void>;
  isLoading: boolean;
}

const timeOf = (message: Message) =>
  new Date(message.created_at).toLocaleString([], { dateStyle: 'short', timeStyle: 'short' });

/** What was written. It stays at its end, and reads older messages when it is scrolled to its beginning. */
export function MessageList(props: MessageListProps) {
  return (
    <section class="messages" aria-label="Messages">
      <div>
        <Show when={props.hasMore}>
          <Older onMore={props.onMore} />
        </Show>
        <Show when={!props.isLoading && props.messages.length === 0}>
          <p class="empty">Nothing here yet. Write the first message.</p>
        </Show>
        <div role="log">
          <ol>
            <For each={props.messages}>
              {(message) => (
                <li
                  classList={{ mine: message.user_id === props.userId, waiting: props.isWaiting(message.id) }}
                >
                  <p class="meta">
                    <b>{message.author}</b> <time>{timeOf(message)}</time>
                  </p>
                  <Show when={message.file}>{(file) => <Attachment file={file()} />}</Show>
                  <Show when={message.text}>
                    <p class="text">{message.text}</p>
                  </Show>
                  <Show when={props.isWaiting(message.id)}>
                    <p class="meta">
                      <Show when={props.refusal(message.id)} fallback="waiting…">
                        {(reason) => (
                          <span role="alert">
                            {reason()}{' '}
                            <button type="button" class="quiet" onClick={() => props.onDrop(message.id)}>
                              Remove
                            </button>
                          </span>
                        )}
                      </Show>
                    </p>
                  </Show>
                </li>
              )}
            </For>
          </ol>
        </div>
      </div>
    </section>
  );
}

/** Reads older messages as soon as it is seen. */
function Older(props: { onMore: () => Promise<void> }) {
  let button: HTMLButtonElement | undefined;
  createEffect(() => {
    const observer = new IntersectionObserver(async ([entry]) => {
      if (!entry?.isIntersecting) return;
      observer.disconnect();
      await props.onMore();
      // Tells at once if it is still seen.
      if (button?.isConnected) observer.observe(button);
    });
    if (button) observer.observe(button);
    onCleanup(() => observer.disconnect());
  });
  return (
    <button type="button" class="quiet older" ref={button} onClick={() => props.onMore()}>
      Older messages
    </button>
  );
}
