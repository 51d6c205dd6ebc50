import * as KRadio from '@kobalte/core/radio-group';
import { For, Show } from 'solid-js';
import type { SelectOption } from './select.tsx';
import { fieldLabel } from './text-field.tsx';

interface ChoiceFieldProps<T extends string> {
  label: string;
  options: SelectOption<T>[];
  value: T;
  onChange: (value: T) => void;
  disabled?: boolean;
}

/** A choice among a few options, all visible, each with a sentence of what it means. */
export function ChoiceField<T extends string>(props: ChoiceFieldProps<T>) {
  const choose = (value: string) => {
    const option = props.options.find((candidate) => candidate.value === value);
    if (option) props.onChange(option.value);
  };
  return (
    <KRadio.Root value={props.value} onChange={choose} disabled={props.disabled ?? false}>
      <KRadio.Label class={fieldLabel}>{props.label}</KRadio.Label>
      <div class="divide-y divide-line overflow-hidden rounded-md border border-line-strong">
        <For each={props.options}>
          {(option) => (
            <KRadio.Item
              value={option.value}
              class="relative flex items-start gap-2.5 px-3 py-2 hover:bg-hover data-[checked]:bg-accent-soft"
            >
              <KRadio.ItemInput class="peer" />
              <KRadio.ItemControl class="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-full border border-control bg-surface peer-focus-visible:outline-2 peer-focus-visible:outline-offset-1 peer-focus-visible:outline-link data-[checked]:border-accent data-[checked]:bg-accent">
                <KRadio.ItemIndicator class="size-1.5 rounded-full bg-on-accent" />
              </KRadio.ItemControl>
              <span class="min-w-0">
                <KRadio.ItemLabel class="block text-sm text-ink before:absolute before:inset-0">
                  {option.label}
                </KRadio.ItemLabel>
                <Show when={option.hint}>
                  <KRadio.ItemDescription class="block text-xs text-muted">
                    {option.hint}
                  </KRadio.ItemDescription>
                </Show>
              </span>
            </KRadio.Item>
          )}
        </For>
      </div>
    </KRadio.Root>
  );
}
