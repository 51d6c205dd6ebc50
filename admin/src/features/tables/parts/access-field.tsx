import * as KRadio from '@kobalte/core/radio-group';
import { For } from 'solid-js';
import { fieldLabel } from '../../../ui/controls/text-field.tsx';
import { accessLevels } from '../access.ts';
import type { AccessLevel } from '../table-types.ts';

interface AccessFieldProps {
  value: AccessLevel;
  onChange: (access: AccessLevel) => void;
  disabled?: boolean;
}

/** A choice of who may use a table, each with a sentence of what it means. */
export function AccessField(props: AccessFieldProps) {
  const choose = (value: string) => {
    const level = accessLevels.find((candidate) => candidate.value === value);
    if (level) props.onChange(level.value);
  };
  return (
    <KRadio.Root value={props.value} onChange={choose} disabled={props.disabled ?? false}>
      <KRadio.Label class={fieldLabel}>Access</KRadio.Label>
      <div class="divide-y divide-line overflow-hidden rounded-md border border-line-strong">
        <For each={accessLevels}>
          {(level) => (
            <KRadio.Item
              value={level.value}
              class="relative flex items-start gap-2.5 px-3 py-2 hover:bg-hover data-[checked]:bg-accent-soft"
            >
              <KRadio.ItemInput class="peer" />
              <KRadio.ItemControl class="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-full border border-line-strong bg-surface peer-focus-visible:outline-2 peer-focus-visible:outline-offset-1 peer-focus-visible:outline-link data-[checked]:border-accent data-[checked]:bg-accent">
                <KRadio.ItemIndicator class="size-1.5 rounded-full bg-on-accent" />
              </KRadio.ItemControl>
              <span class="min-w-0">
                <KRadio.ItemLabel class="block text-sm text-ink before:absolute before:inset-0">
                  {level.label}
                </KRadio.ItemLabel>
                <KRadio.ItemDescription class="block text-xs text-muted">{level.hint}</KRadio.ItemDescription>
              </span>
            </KRadio.Item>
          )}
        </For>
      </div>
    </KRadio.Root>
  );
}
