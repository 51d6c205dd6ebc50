import Globe from 'lucide-solid/icons/globe';
import Lock from 'lucide-solid/icons/lock';
import Users from 'lucide-solid/icons/users';
import { Match, Switch } from 'solid-js';
import { Tooltip } from '../overlays/tooltip.tsx';
import { Badge, type Tone } from './badge.tsx';

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
