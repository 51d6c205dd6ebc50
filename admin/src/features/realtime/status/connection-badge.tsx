import { Match, Show, Switch } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { Badge } from '../../../ui/display/badge.tsx';
import { formatMilliseconds } from '../../../ui/format/numbers.ts';
import type { PageConnection } from './connection.ts';

/** Whether this page is connected, and if not, why and when it tries again. */
export function ConnectionBadge(props: { connection: PageConnection; onConnect: () => void }) {
  const status = () => props.connection.status();
  return (
    <div class="flex min-w-0 flex-wrap items-center gap-2">
      <span role="status">
        <Switch fallback={<Badge>Connecting…</Badge>}>
          <Match when={status().state === 'connected'}>
            <Badge tone="success">Connected</Badge>
          </Match>
          <Match when={status().state === 'connecting' && status().reason}>
            <Badge tone="warning">Reconnecting</Badge>
          </Match>
          <Match when={status().state === 'disconnected' && status().reason}>
            <Badge tone="danger">Not connected</Badge>
          </Match>
        </Switch>
      </span>
      <Show when={props.connection.roundTrip()}>
        {(ms) => (
          <span
            class="tabular text-xs text-muted"
            title="How long the server takes to answer on this connection"
          >
            {formatMilliseconds(ms())}
          </span>
        )}
      </Show>
      <Show when={status().state !== 'connected' && status().reason}>
        {(reason) => (
          <span class="min-w-0 text-xs text-muted">
            {reason()}{' '}
            <Show when={status().state === 'connecting'}>
              <span class="tabular">
                {props.connection.secondsToRetry()
                  ? `Next attempt in ${props.connection.secondsToRetry()} s.`
                  : 'Trying now…'}
              </span>
            </Show>
          </span>
        )}
      </Show>
      <Show when={status().state === 'disconnected' && status().reason}>
        <Button size="sm" onClick={() => props.onConnect()}>
          Connect
        </Button>
      </Show>
    </div>
  );
}
