import * as KTabs from '@kobalte/core/tabs';
import { createEffect, createSignal, For, type JSX, Show } from 'solid-js';

/** One tab of a set. */
export interface TabItem {
  id: string;
  label: string;
  count?: number | undefined;
}

interface TabsProps {
  label: string;
  tabs: TabItem[];
  value: string;
  onChange: (id: string) => void;
  /** The content of the chosen tab. */
  children: JSX.Element;
  class?: string;
}

/** Tabs over a content. The chosen one belongs in the URL. */
export function Tabs(props: TabsProps) {
  const [chosen, setChosen] = createSignal(props.value);
  // Kobalte's selection misses a change within a transition, such as to a page that is loaded when it is first opened.
  createEffect(() => setChosen(props.value));
  return (
    <KTabs.Root
      value={chosen()}
      onChange={props.onChange}
      class={props.class ?? 'flex min-h-0 flex-1 flex-col'}
    >
      <KTabs.List
        aria-label={props.label}
        class="flex shrink-0 gap-1 overflow-x-auto border-b border-line px-2 sm:px-4"
      >
        <For each={props.tabs}>
          {(tab) => (
            <KTabs.Trigger
              value={tab.id}
              class="-mb-px inline-flex shrink-0 whitespace-nowrap h-9 pointer-coarse:h-11 items-center gap-1.5 border-b-2 border-transparent px-2 text-sm font-medium text-muted hover:text-ink data-[selected]:border-accent data-[selected]:text-ink"
            >
              {tab.label}
              <Show when={tab.count !== undefined}>
                <span class="tabular rounded-sm bg-hover px-1 text-xs text-muted">{tab.count}</span>
              </Show>
            </KTabs.Trigger>
          )}
        </For>
      </KTabs.List>
      <KTabs.Content value={chosen()} class="flex min-h-0 flex-1 flex-col outline-none">
        {props.children}
      </KTabs.Content>
    </KTabs.Root>
  );
}
