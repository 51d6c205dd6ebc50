import { A } from '@solidjs/router';
import { Show } from 'solid-js';
import { formatAgo, formatTime } from '../../../ui/format/times.ts';
import type { Item } from '../items/item.ts';
import { sentenceOf } from '../items/sentence.ts';
import { ItemIcon } from './item-icon.tsx';

/** One line: what happened in a sentence, from where, and when. It leads to its details. */
export function Line(props: { item: Item; href: string; now: number }) {
  const sentence = () => sentenceOf(props.item);
  const address = () => (props.item.kind === 'entry' ? props.item.entry.address : null);
  const at = () => new Date(props.item.at).toISOString();
  return (
    <div class="@container border-b border-line">
      <A
        href={props.href}
        noScroll
        class="flex min-h-11 items-center gap-3 px-4 py-1.5 hover:bg-hover focus-visible:-outline-offset-2 sm:px-6"
      >
        <ItemIcon item={props.item} />
        <span class="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-4 @xl:flex-nowrap">
          <span class="min-w-0 flex-1 basis-full break-words @xl:basis-0 @xl:truncate">
            <span class="font-medium">{sentence().who}</span>{' '}
            <span class="text-muted">{sentence().does}</span>
            <Show when={sentence().what}>
              {' '}
              <span class="font-medium">{sentence().what}</span>
            </Show>
            <Show when={sentence().more}>
              {' '}
              <span class="text-muted">{sentence().more}</span>
            </Show>
          </span>
          <Show when={address()}>
            <span class="order-1 font-mono text-xs text-muted @xl:order-none">{address()}</span>
          </Show>
          <time
            datetime={at()}
            title={formatTime(at())}
            class="tabular shrink-0 text-xs whitespace-nowrap text-muted @xl:w-28 @xl:text-right"
          >
            {formatAgo(at(), props.now)}
          </time>
        </span>
      </A>
    </div>
  );
}
