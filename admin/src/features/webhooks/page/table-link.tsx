import type { Webhook } from '@selfdb/sdk';
import { A } from '@solidjs/router';
import { Show } from 'solid-js';
import { tablePath } from '../../tables/paths.ts';

/** The table of an outbound webhook, which leads to its rows. */
export function TableLink(props: { webhook: Webhook }) {
  return (
    <Show when={props.webhook.table}>
      {(name) => (
        <A
          href={tablePath({ name: name(), id: props.webhook.table_id })}
          class="block max-w-48 truncate font-mono text-xs text-link hover:underline"
        >
          {name()}
        </A>
      )}
    </Show>
  );
}
