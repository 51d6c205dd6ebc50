import Globe from 'lucide-solid/icons/globe';
import Lock from 'lucide-solid/icons/lock';
import Users from 'lucide-solid/icons/users';
import { Match, Switch } from 'solid-js';
import { Badge } from '../../../ui/display/badge.tsx';
import { Tooltip } from '../../../ui/overlays/tooltip.tsx';
import { describeAccess } from '../access.ts';
import type { AccessLevel } from '../table-types.ts';

/** Who may use a table, in a word; a sentence explains it. */
export function AccessBadge(props: { access: AccessLevel }) {
  const level = () => describeAccess(props.access);
  return (
    <Tooltip text={level().hint}>
      <Badge tone={level().tone}>
        <Switch fallback={<Lock />}>
          <Match when={props.access === 'users'}>
            <Users />
          </Match>
          <Match when={props.access === 'public'}>
            <Globe />
          </Match>
        </Switch>
        {level().label}
        <span class="sr-only">: {level().hint}</span>
      </Badge>
    </Tooltip>
  );
}
