import * as KGroup from '@kobalte/core/toggle-group';
import { For } from 'solid-js';
import type { SelectOption } from './select.tsx';

interface SegmentedProps<T extends string> {
  label: string;
  options: SelectOption<T>[];
  value: T;
  onChange: (value: T) => void;
}

/** A choice among two to five short options, all visible. */
export function Segmented<T extends string>(props: SegmentedProps<T>) {
  const choose = (value: string | null) => {
    const option = props.options.find((candidate) => candidate.value === value);
    if (option) props.onChange(option.value);
  };
  return (
    <KGroup.Root
      aria-label={props.label}
      value={props.value}
      onChange={choose}
      class="inline-flex self-start rounded-md border border-line bg-hover p-0.5"
    >
      <For each={props.options}>
        {(option) => (
          <KGroup.Item
            value={option.value}
            title={option.hint}
            class="h-6.5 pointer-coarse:h-9.5 rounded-sm px-2 text-xs font-medium whitespace-nowrap text-muted hover:text-ink data-[pressed]:bg-surface data-[pressed]:text-ink data-[pressed]:shadow-sm dark:data-[pressed]:bg-line-strong"
          >
            {option.label}
          </KGroup.Item>
        )}
      </For>
    </KGroup.Root>
  );
}
