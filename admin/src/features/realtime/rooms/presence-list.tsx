import type { PresenceMeta } from '@selfdb/sdk';
import { createQuery } from '@tanstack/solid-query';
import { createMemo, For, Show } from 'solid-js';
import { useSdk, useSignedIn } from '../../../app/session/session.tsx';
import { Badge } from '../../../ui/display/badge.tsx';
import { formatClock } from '../../../ui/format/times.ts';
import { answerOf, ownersQuery } from '../../tables/queries.ts';
import type { Subscription } from '../topics/subscription.ts';
import { shownMeta } from './shown-meta.ts';

interface Present {
  key: string;
  meta: PresenceMeta;
}

/** Who is in a room: the user, since when, and what they say of themselves. */
export function PresenceList(props: { room: Subscription }) {
  const sdk = useSdk();
  const signedIn = useSignedIn();
  /** The server does not say when somebody came, so it is noted when they are first seen. */
  const firstSeen = new Map<string, number>();
  const present = createMemo(() => {
    const all = Object.entries(props.room.presences()).flatMap(([key, metas]) =>
      metas.map((meta): Present => ({ key, meta })),
    );
    for (const { meta } of all) {
      if (!firstSeen.has(meta.phx_ref)) firstSeen.set(meta.phx_ref, Date.now());
    }
    return all;
  });
  const userIds = createMemo(() => [...new Set(present().map(({ meta }) => meta.user_id))].toSorted());
  const users = createQuery(() => ({ ...ownersQuery(sdk, userIds()), enabled: userIds().length > 0 }));
  const nameOf = ({ key, meta }: Present) => answerOf(users)?.get(meta.user_id) ?? key;
  return (
    <div class="px-4 py-3">
      <h3 class="mb-1 text-xs font-medium text-muted">Present: {present().length}</h3>
      <Show when={present().length > 0} fallback={<p class="text-muted">Nobody shows themselves here.</p>}>
        <ul aria-label={`Present in ${props.room.topic}`} class="max-h-60 space-y-1.5 overflow-y-auto">
          <For each={present()}>
            {(person) => (
              <li>
                <div class="flex items-center gap-2">
                  <span class="min-w-0 flex-1 truncate font-medium" title={person.key}>
                    {nameOf(person)}
                  </span>
                  <Show when={person.meta.user_id === signedIn.user.id}>
                    <Badge>you</Badge>
                  </Show>
                  <span class="tabular text-xs text-muted">
                    seen since {formatClock(firstSeen.get(person.meta.phx_ref) ?? Date.now())}
                  </span>
                </div>
                <Show when={shownMeta(person.meta)}>
                  {(text) => <p class="font-mono text-xs break-words text-muted">{text()}</p>}
                </Show>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </div>
  );
}
