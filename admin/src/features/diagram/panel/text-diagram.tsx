import { A } from '@solidjs/router';
import { For } from 'solid-js';
import { tablePath } from '../../tables/paths.ts';
import type { DiagramModel } from '../diagram-model.ts';

/** The diagram in words, for screen readers and for reading: each table, its columns and what it refers to. */
export function TextDiagram(props: { model: DiagramModel }) {
  const edgesOf = (name: string) => props.model.chosen().edges.filter(({ from }) => from === name);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section aria-label="The diagram in words" tabIndex={0} class="min-w-0 flex-1 overflow-y-auto p-4 sm:p-6">
      <ul class="max-w-3xl space-y-3 text-sm">
        <For each={props.model.chosen().cards}>
          {(card) => (
            <li>
              <A href={tablePath(card)} class="font-semibold text-link hover:underline">
                {card.name}
              </A>
              <span class="text-muted">
                : {card.columns.map(({ name, type }) => `${name} ${type}`).join(', ')}
              </span>
              <ul class="list-disc pl-5">
                <For each={edgesOf(card.name)}>
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
    </section>
  );
}
