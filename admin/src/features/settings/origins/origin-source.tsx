import type { Cors } from '@selfdb/sdk';
import { createSignal, Show } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { formatAgo, formatTime } from '../../../ui/format/times.ts';
import { ConfirmDialog } from '../../../ui/overlays/confirm-dialog.tsx';
import { useSetOrigins } from './use-set-origins.ts';

/** Where the origins come from, and the way back to the environment's. */
export function OriginSource(props: { cors: Cors }) {
  const { set } = useSetOrigins();
  const [asking, setAsking] = createSignal(false);
  const environment = () => props.cors.environment.join(', ') || 'none';
  return (
    <footer class="flex flex-wrap items-center justify-between gap-3 border-t border-line px-4 py-2 text-xs text-muted">
      <Show
        when={props.cors.source === 'database'}
        fallback={
          <p>
            From the environment: <Variable value={environment()} />. A change here is kept in the database
            and replaces it.
          </p>
        }
      >
        <p>
          Set here{' '}
          <time title={formatTime(props.cors.changed_at ?? '')}>
            {formatAgo(props.cors.changed_at ?? '')}
          </time>
          , in place of <Variable value={environment()} />.
        </p>
        <Button size="sm" onClick={() => setAsking(true)}>
          Use the environment's
        </Button>
      </Show>
      <ConfirmDialog
        open={asking()}
        onClose={() => setAsking(false)}
        title="Use the origins of the environment?"
        action="Use the environment's"
        onConfirm={() => set(null, "The environment's origins are in force now.", props.cors.origins)}
      >
        <p>
          The list that was set here is forgotten. In force is then <Variable value={environment()} />.
        </p>
      </ConfirmDialog>
    </footer>
  );
}

function Variable(props: { value: string }) {
  return <code class="font-mono text-xs break-all">CORS_ORIGINS={props.value}</code>;
}
