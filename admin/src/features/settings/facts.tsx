import { For, type JSX, Show } from 'solid-js';

/** One line of facts. */
export interface Fact {
  name: string;
  value: JSX.Element;
  /** The environment variable that sets it. */
  variable?: string;
}

/** Names and values, a line each, with the variable that sets a value. */
export function Facts(props: { facts: Fact[] }) {
  return (
    <dl class="divide-y divide-line">
      <For each={props.facts}>
        {(fact) => (
          <div class="grid gap-x-4 gap-y-0.5 px-4 py-2 sm:grid-cols-[10rem_1fr]">
            <dt class="text-muted">{fact.name}</dt>
            <dd class="flex min-w-0 flex-wrap items-baseline justify-between gap-x-3">
              <span class="min-w-0 break-words">{fact.value}</span>
              <Show when={fact.variable}>
                <code class="font-mono text-xs text-muted">{fact.variable}</code>
              </Show>
            </dd>
          </div>
        )}
      </For>
    </dl>
  );
}
