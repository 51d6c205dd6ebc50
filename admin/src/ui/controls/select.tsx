import * as KSelect from '@kobalte/core/select';
import Check from 'lucide-solid/icons/check';
import ChevronsUpDown from 'lucide-solid/icons/chevrons-up-down';
import { Show } from 'solid-js';
import { overlayOf } from '../overlays/overlay-of.ts';
import { fieldBox, fieldLabel } from './text-field.tsx';

/** One choice of a select. */
export interface SelectOption<T extends string = string> {
  value: T;
  label: string;
  /** A sentence below the label. */
  hint?: string;
}

interface SelectProps<T extends string> {
  label: string;
  hideLabel?: boolean;
  options: SelectOption<T>[];
  value: T;
  onChange: (value: T) => void;
  disabled?: boolean;
  /** Shown while none of the options is chosen. */
  placeholder?: string;
  class?: string;
}

/** A labelled choice among a few options, each with an optional explanation. */
export function Select<T extends string>(props: SelectProps<T>) {
  let trigger: HTMLElement | undefined;
  const chosen = () => props.options.find((option) => option.value === props.value);
  return (
    <KSelect.Root<SelectOption<T>>
      class={props.class ?? 'block'}
      options={props.options}
      optionValue="value"
      optionTextValue="label"
      value={chosen() ?? null}
      onChange={(option) => option && option.value !== props.value && props.onChange(option.value)}
      disabled={props.disabled ?? false}
      placeholder={<span class="text-muted">{props.placeholder}</span>}
      gutter={4}
      sameWidth={false}
      itemComponent={(item) => (
        <KSelect.Item
          item={item.item}
          class="flex cursor-default items-start gap-2 rounded-sm px-2 py-1.5 text-sm outline-none data-[highlighted]:bg-hover"
        >
          <span class="mt-0.5 size-4 shrink-0 text-link">
            <KSelect.ItemIndicator>
              <Check class="size-4" />
            </KSelect.ItemIndicator>
          </span>
          <span>
            <KSelect.ItemLabel>{item.item.rawValue.label}</KSelect.ItemLabel>
            <Show when={item.item.rawValue.hint}>
              <KSelect.ItemDescription class="block max-w-72 text-xs text-muted">
                {item.item.rawValue.hint}
              </KSelect.ItemDescription>
            </Show>
          </span>
        </KSelect.Item>
      )}
    >
      <KSelect.Label class={props.hideLabel ? 'sr-only' : fieldLabel}>{props.label}</KSelect.Label>
      <KSelect.Trigger
        ref={(element) => {
          trigger = element;
        }}
        class={`${fieldBox} flex h-8 pointer-coarse:h-11 items-center justify-between gap-2 text-left`}
      >
        <KSelect.Value<SelectOption<T>> class="truncate">
          {(state) => state.selectedOption()?.label}
        </KSelect.Value>
        <KSelect.Icon>
          <ChevronsUpDown class="size-3.5 text-muted" />
        </KSelect.Icon>
      </KSelect.Trigger>
      <KSelect.Portal mount={overlayOf(trigger)}>
        <KSelect.Content class="z-50 min-w-40 rounded-md border border-line bg-raised p-1 shadow-pop">
          <KSelect.Listbox class="max-h-72 overflow-y-auto outline-none" />
        </KSelect.Content>
      </KSelect.Portal>
    </KSelect.Root>
  );
}
