import Globe from 'lucide-solid/icons/globe';
import Lock from 'lucide-solid/icons/lock';
import Users from 'lucide-solid/icons/users';
import { type JSX, Match, Show, Switch } from 'solid-js';
import { Tooltip } from '../overlays/tooltip.tsx';

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
      class={`inline-flex h-5 items-center gap-1 rounded-sm px-1.5 align-middle text-xs font-medium whitespace-nowrap [&>svg]:size-3 ${TONES[props.tone ?? 'neutral']}`}
    >
      {props.children}
    </span>
  );
}

/** Who may use a thing, and what that means. */
export interface AccessDescription {
  value: 'owner' | 'users' | 'public';
  label: string;
  /** What it means, in a sentence. */
  hint: string;
  tone: Tone;
}

/** Who may use a thing, in a word; a sentence explains it. */
export function LevelBadge(props: { level: AccessDescription }) {
  return (
    <Tooltip text={props.level.hint}>
      <Badge tone={props.level.tone}>
        <Switch fallback={<Lock />}>
          <Match when={props.level.value === 'users'}>
            <Users />
          </Match>
          <Match when={props.level.value === 'public'}>
            <Globe />
          </Match>
        </Switch>
        {props.level.label}
        <span class="sr-only">: {props.level.hint}</span>
      </Badge>
    </Tooltip>
  );
}

/** Says, beside the title of a page, that what happens appears at once, or that the server does not answer. */
export function LiveMark(props: { isLive: boolean; isLost?: boolean }) {
  return (
    <span role="status" class="flex items-center gap-1.5 text-xs text-muted">
      <Show when={props.isLive}>
        <span
          aria-hidden="true"
          class={`size-2 rounded-full ${props.isLost ? 'bg-warning' : 'bg-success'}`}
        />
        {props.isLost ? 'No answer' : 'Live'}
      </Show>
    </span>
  );
}
