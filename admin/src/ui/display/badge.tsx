import type { JSX } from 'solid-js';

export type Tone = 'neutral' | 'accent' | 'success' | 'warning' | 'danger';

const TONES: Record<Tone, string> = {
  neutral: 'bg-hover text-muted',
  accent: 'bg-accent-soft text-link',
  success: 'bg-success-soft text-success',
  warning: 'bg-warning-soft text-warning',
  danger: 'bg-danger-soft text-danger',
};

/** A word about a thing: its state, role or access. */
export function Badge(props: { tone?: Tone; children: JSX.Element; title?: string }) {
  return (
    <span
      title={props.title}
      class={`inline-flex h-5 items-center gap-1 rounded-sm px-1.5 text-xs font-medium whitespace-nowrap [&>svg]:size-3 ${TONES[props.tone ?? 'neutral']}`}
    >
      {props.children}
    </span>
  );
}
