import { For, Show } from 'solid-js';
import type { Place } from './place-below.ts';

/** A text that a field offers, with a sentence of what it means. */
export interface Suggestion {
  value: string;
  hint?: string | undefined;
}

/** What a field offers, below or above it. The focus stays in the field. */
export function SuggestionList(props: {
  id: string;
  label: string;
  place: Place;
  offered: Suggestion[];
  active: number;
  onActive: (index: number) => void;
  onChoose: (suggestion: Suggestion) => void;
}) {
  return (
    // In its place in the document, so that it belongs to the dialog around it; fixed, so that nothing cuts it off.
    <div
      id={`${props.id}-list`}
      role="listbox"
      aria-label={props.label}
      style={props.place}
      class="fixed z-50 max-w-[calc(100vw-1.5rem)] min-w-56 overflow-y-auto rounded-md border border-line bg-raised p-1 shadow-pop"
      // A press must not take the focus from the input.
      onMouseDown={(event) => event.preventDefault()}
    >
      <For each={props.offered}>
        {(suggestion, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the input keeps the focus and handles the keys
          <div
            id={`${props.id}-${index()}`}
            role="option"
            tabIndex={-1}
            aria-selected={index() === props.active}
            class="cursor-default rounded-sm px-2 py-1 text-sm aria-selected:bg-hover"
            onPointerMove={() => props.onActive(index())}
            onClick={() => props.onChoose(suggestion)}
          >
            <span class="font-mono">{suggestion.value}</span>
            <Show when={suggestion.hint}>
              <span class="ml-2 text-xs text-muted">{suggestion.hint}</span>
            </Show>
          </div>
        )}
      </For>
    </div>
  );
}
