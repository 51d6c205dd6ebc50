import { A } from '@solidjs/router';
import { createMemo, createSignal, For, Show } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { tablePath } from '../../tables/paths.ts';
import type { DiagramModel } from '../diagram-model.ts';

/** With thousands at once, the page would stand still. */
const AT_ONCE = 100;

/** The diagram in words, for screen readers and for reading: each table, its columns and what it refers to. */
export function TextDiagram(props: { model: DiagramModel }) {
  const [limit, setLimit] = createSignal(AT_ONCE);
  const cards = () => props.model.chosen().cards;
  const edges = createMemo(() => Map.groupBy(props.model.chosen().edges, ({ from }) => from));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section aria-label="The diagram in words" tabIndex={0} class="min-w-0 flex-1 overflow-y-auto p-4 sm:p-6">
      <ul class="max-w-3xl space-y-3 text-sm">
        <For each={cards().slice(0, limit())}>
          {(card) => (
            <li>
              <A href={tablePath(card)} class="font-semibold text-link hover:underline">
                {card.name}
              </A>
              <span class="text-muted">
                : {card.columns.map(({ name, type }) => `${name} ${type}`).join(', ')}
              </span>
              <ul class="list-disc pl-5">
                <For each={edges().get(card.name) ?? []}>
                  {(edge) => (
                    <li>
                      {edge.fromColumn} refers to {edge.to}.{edge.toColumn}
                    </li>
                  )}
                </For>
              </ul>
            </li>
          )}
        </For>
      </ul>
      <Show when={cards().length > limit()}>
        <Button class="mt-4" onClick={() => setLimit(limit() + AT_ONCE)}>
          Show more tables
        </Button>
      </Show>
    </section>
  );
}
