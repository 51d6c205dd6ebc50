import * as KProgress from '@kobalte/core/progress';
import { Show } from 'solid-js';

interface ProgressProps {
  label: string;
  /** From 0 to 1. Without it, the bar shows only that work goes on. */
  value?: number | undefined;
  /** Such as "12,000 of 200,000 rows". */
  detail?: string;
}

/** How far a work of more than a second is. */
export function Progress(props: ProgressProps) {
  return (
    <KProgress.Root
      value={(props.value ?? 0) * 100}
      indeterminate={props.value === undefined}
      class="space-y-1"
      getValueLabel={() => props.detail ?? `${Math.round((props.value ?? 0) * 100)} %`}
    >
      <div class="flex justify-between gap-4 text-xs">
        <KProgress.Label class="font-medium">{props.label}</KProgress.Label>
        <Show when={props.detail}>
          <span class="tabular text-muted">{props.detail}</span>
        </Show>
      </div>
      <KProgress.Track class="h-1.5 overflow-hidden rounded-full bg-hover">
        <KProgress.Fill class="h-full w-(--kb-progress-fill-width) rounded-full bg-accent transition-[width] data-[indeterminate]:w-1/3 data-[indeterminate]:animate-pulse" />
      </KProgress.Track>
    </KProgress.Root>
  );
}
