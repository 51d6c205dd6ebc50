import * as KButton from '@kobalte/core/button';
import { type JSX, splitProps } from 'solid-js';
import { Tooltip } from '../overlays/tooltip.tsx';

interface IconButtonProps extends JSX.ButtonHTMLAttributes<HTMLButtonElement> {
  /** What the button does: its accessible name and its tooltip. */
  label: string;
  icon: JSX.Element;
  pressed?: boolean;
  size?: 'sm' | 'md';
}

/** A button that shows only an icon. */
export function IconButton(props: IconButtonProps) {
  const [own, rest] = splitProps(props, ['label', 'icon', 'pressed', 'size', 'class']);
  return (
    <Tooltip text={own.label}>
      <KButton.Root
        {...rest}
        aria-label={own.label}
        aria-pressed={own.pressed}
        class={`inline-flex shrink-0 items-center justify-center rounded-md text-muted transition-colors hover:bg-hover hover:text-ink aria-pressed:bg-accent-soft aria-pressed:text-link disabled:cursor-not-allowed disabled:opacity-50 [&>svg]:size-4 ${own.size === 'sm' ? 'size-6 pointer-coarse:size-10' : 'size-8 pointer-coarse:size-11'} ${own.class ?? ''}`}
      >
        {own.icon}
      </KButton.Root>
    </Tooltip>
  );
}
