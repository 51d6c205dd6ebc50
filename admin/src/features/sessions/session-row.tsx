import type { UserSession } from '@selfdb/sdk';
import { Show } from 'solid-js';
import { Button } from '../../ui/controls/button.tsx';
import { Badge } from '../../ui/display/badge.tsx';
import { formatAgo, formatTime } from '../../ui/format/times.ts';
import { describeUserAgent } from './browser-names.ts';

interface SessionRowProps {
  session: UserSession;
  busy: boolean;
  onEnd: () => void;
}

/** One session: the device, its address, and when it was used. */
export function SessionRow(props: SessionRowProps) {
  const device = () => describeUserAgent(props.session.user_agent);
  return (
    <li class="flex items-center gap-3 px-3 py-2">
      <div class="min-w-0 flex-1">
        <p class="flex items-center gap-2">
          <span class="truncate font-medium" title={props.session.user_agent ?? ''}>
            {device()}
          </span>
          <Show when={props.session.current}>
            <Badge tone="success">this one</Badge>
          </Show>
        </p>
        <p class="text-xs break-words text-muted">
          <span class="font-mono">{props.session.address ?? 'Unknown address'}</span>
          {' · '}
          <time title={`Signed in ${formatTime(props.session.created_at)}`}>
            signed in {formatAgo(props.session.created_at)}
          </time>
          {' · '}
          <time title={`Last used ${formatTime(props.session.last_used_at)}`}>
            used {formatAgo(props.session.last_used_at)}
          </time>
        </p>
      </div>
      <Button size="sm" busy={props.busy} aria-label={`Sign out: ${device()}`} onClick={props.onEnd}>
        Sign out
      </Button>
    </li>
  );
}
