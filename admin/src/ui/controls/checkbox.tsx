import * as KCheckbox from '@kobalte/core/checkbox';
import Check from 'lucide-solid/icons/check';
import Minus from 'lucide-solid/icons/minus';
import { Show } from 'solid-js';

interface CheckboxProps {
  label: string;
  hideLabel?: boolean;
  checked: boolean;
  /** Neither all nor none, for a box that stands for many. */
  indeterminate?: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
  hint?: string;
}

/** A labelled checkbox. */
export function Checkbox(props: CheckboxProps) {
  return (
    <KCheckbox.Root
      class="flex items-start gap-2"
      checked={props.checked}
      indeterminate={props.indeterminate ?? false}
      onChange={props.onChange}
      disabled={props.disabled ?? false}
    >
      <KCheckbox.Input class="peer" />
      <KCheckbox.Control class="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-sm border border-control bg-surface text-on-accent peer-focus-visible:outline-2 peer-focus-visible:outline-offset-1 peer-focus-visible:outline-link data-[checked]:border-accent data-[checked]:bg-accent data-[indeterminate]:border-accent data-[indeterminate]:bg-accent">
        <KCheckbox.Indicator>
          <Show when={props.indeterminate} fallback={<Check class="size-3" />}>
            <Minus class="size-3" />
          </Show>
        </KCheckbox.Indicator>
      </KCheckbox.Control>
      <span class={props.hideLabel ? 'sr-only' : ''}>
        <KCheckbox.Label class="text-sm text-ink">{props.label}</KCheckbox.Label>
        <Show when={props.hint}>
          <KCheckbox.Description class="text-xs text-muted">{props.hint}</KCheckbox.Description>
        </Show>
      </span>
    </KCheckbox.Root>
  );
}
