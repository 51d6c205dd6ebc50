import * as KButton from '@kobalte/core/button';
import { type JSX, Show, splitProps } from 'solid-js';

type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger';

interface ButtonProps extends JSX.ButtonHTMLAttributes<HTMLButtonElement> {
  variant?: ButtonVariant;
  size?: 'sm' | 'md';
  icon?: JSX.Element;
  /** Shows that the action is running and refuses further clicks. */
  busy?: boolean;
}

const VARIANTS: Record<ButtonVariant, string> = {
  primary:
    'bg-accent text-on-accent hover:bg-accent-hover border-transparent disabled:border-line disabled:bg-hover disabled:text-muted disabled:opacity-100',
  secondary: 'bg-surface text-ink border-line-strong hover:bg-hover',
  ghost: 'bg-transparent text-ink border-transparent hover:bg-hover',
  danger: 'bg-danger-soft text-danger border-danger/40 hover:border-danger',
};

const SIZES = { sm: 'h-7 pointer-coarse:h-10 px-2 gap-1.5', md: 'h-8 pointer-coarse:h-11 px-3 gap-2' };

/** The classes of a button, for links that look like one. */
export function buttonClass(variant: ButtonVariant = 'secondary', size: 'sm' | 'md' = 'md'): string {
  return `inline-flex shrink-0 items-center justify-center whitespace-nowrap rounded-md border text-sm font-medium transition-colors disabled:cursor-not-allowed disabled:opacity-50 ${VARIANTS[variant]} ${SIZES[size]}`;
}

/** A button. `primary` is the one action of a page or dialog; `danger` destroys. */
export function Button(props: ButtonProps) {
  const [own, rest] = splitProps(props, ['variant', 'size', 'icon', 'busy', 'children', 'class', 'disabled']);
  return (
    <KButton.Root
      {...rest}
      disabled={own.disabled || own.busy}
      aria-busy={own.busy}
      class={`${buttonClass(own.variant, own.size)} ${own.class ?? ''}`}
    >
      <Show when={own.icon}>
        <span class="shrink-0 [&>svg]:size-4" classList={{ 'animate-pulse': own.busy ?? false }}>
          {own.icon}
        </span>
      </Show>
      {own.children}
    </KButton.Root>
  );
}
