import type { LogEntry } from '@selfdb/sdk';
import ListFilter from 'lucide-solid/icons/list-filter';
import { For, Show } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { CopyButton } from '../../../ui/display/copy-button.tsx';
import { detailsOf, toLine } from '../describe-entry.ts';
import { Highlight } from './highlight.tsx';

/** All that an entry says, by name, and what can be done with it. */
export function LogDetails(props: { entry: LogEntry; search: string; onRequest: (id: string) => void }) {
  return (
    <div class="border-y border-line bg-canvas px-4 py-3 sm:px-10">
      <dl class="grid grid-cols-[minmax(4.5rem,max-content)_minmax(0,1fr)] gap-x-4 gap-y-1">
        <For each={detailsOf(props.entry)}>
          {([name, text]) => (
            <>
              <dt class="max-w-40 truncate text-muted" title={name}>
                {name}
              </dt>
              <dd class="max-h-96 overflow-y-auto break-words whitespace-pre-wrap select-text">
                <Highlight text={text} search={props.search} />
              </dd>
            </>
          )}
        </For>
      </dl>
      <div class="mt-3 flex flex-wrap gap-2 font-sans">
        <Show when={props.entry.request_id}>
          {(id) => (
            <Button size="sm" icon={<ListFilter />} onClick={() => props.onRequest(id())}>
              Show only this request
            </Button>
          )}
        </Show>
        <CopyButton label="Copy line" caption="Copy line" text={() => toLine(props.entry)} />
        <CopyButton
          label="Copy as JSON"
          caption="Copy as JSON"
          text={() => JSON.stringify(props.entry, null, 2)}
        />
      </div>
    </div>
  );
}
