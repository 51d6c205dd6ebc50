import * as KTooltip from '@kobalte/core/tooltip';
import type { JSX } from 'solid-js';

/** A hint that appears when its child is hovered or focused. The child is one element. */
export function Tooltip(props: { text: string; children: JSX.Element }) {
  return (
    <KTooltip.Root openDelay={500} closeDelay={50} gutter={6}>
      <KTooltip.Trigger as="span" class="inline-flex" tabIndex={-1}>
        {props.children}
      </KTooltip.Trigger>
      <KTooltip.Portal>
        <KTooltip.Content class="z-50 max-w-xs rounded-sm border border-line bg-raised px-2 py-1 text-xs text-ink shadow-pop">
          {props.text}
        </KTooltip.Content>
      </KTooltip.Portal>
    </KTooltip.Root>
  );
}
