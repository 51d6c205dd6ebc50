import * as KSwitch from '@kobalte/core/switch';
import { Show } from 'solid-js';

interface SwitchProps {
  label: string;
  hideLabel?: boolean;
  checked: boolean;
  onChange: (checked: boolean) => void;
  hint?: string;
  disabled?: boolean;
}

/** A setting that takes effect at once. */
export function Switch(props: SwitchProps) {
  return (
    <KSwitch.Root
      class="flex items-start justify-between gap-4"
      checked={props.checked}
      onChange={props.onChange}
      disabled={props.disabled ?? false}
    >
      <span class={props.hideLabel ? 'sr-only' : ''}>
        <KSwitch.Label class="block text-sm text-ink">{props.label}</KSwitch.Label>
        <Show when={props.hint}>
          <KSwitch.Description class="block text-xs text-muted">{props.hint}</KSwitch.Description>
        </Show>
      </span>
      <KSwitch.Input class="peer" />
      <KSwitch.Control class="inline-flex h-5 w-9 shrink-0 items-center rounded-full border border-control bg-hover p-0.5 transition-colors peer-focus-visible:outline-2 peer-focus-visible:outline-link data-[checked]:border-accent data-[checked]:bg-accent">
        <KSwitch.Thumb class="size-3.5 rounded-full bg-muted transition-transform data-[checked]:translate-x-4 data-[checked]:bg-on-accent" />
      </KSwitch.Control>
    </KSwitch.Root>
  );
}
