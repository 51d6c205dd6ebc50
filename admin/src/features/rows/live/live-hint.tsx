import RefreshCw from 'lucide-solid/icons/refresh-cw';
import { createSignal, Match, Show, Switch } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { describeError } from '../../../ui/display/describe-error.ts';
import { formatCount } from '../../../ui/format/numbers.ts';
import { showToast } from '../../../ui/overlays/toast.tsx';
import { useRows } from '../rows-model.ts';
import type { LiveChanges } from './live-changes.ts';

/** Says whether changes of others arrive; with realtime off, offers to turn it on. */
export function LiveHint(props: { live: LiveChanges; onTurnedOn: () => Promise<void> }) {
  const rows = useRows();
  const [busy, setBusy] = createSignal(false);
  async function turnOn() {
    setBusy(true);
    try {
      await rows.sdk.tables.update(rows.table().id, { realtime_enabled: true });
      await props.onTurnedOn();
    } catch (error) {
      showToast({ kind: 'danger', title: 'Realtime stays off.', detail: describeError(error).message });
    } finally {
      setBusy(false);
    }
  }
  return (
    <Switch>
      <Match when={props.live.state() === 'live'}>
        <span class="inline-flex items-center gap-1.5 text-success" title="Changes by others appear at once.">
          <span class="size-1.5 rounded-full bg-success" aria-hidden="true" />
          Live
        </span>
      </Match>
      <Match when={props.live.state() === 'failed'}>
        <span class="text-warning" title="Reload the page to try again.">
          Not live
        </span>
      </Match>
      <Match when={props.live.state() === 'off' && !rows.table().realtime_enabled}>
        <button
          type="button"
          class="rounded-sm text-muted hover:text-ink hover:underline"
          title="Changes by others appear at once when realtime is on. Every reader of the table can then follow it."
          disabled={busy()}
          onClick={() => void turnOn()}
        >
          Turn on realtime
        </button>
      </Match>
    </Switch>
  );
}

/** Tells of rows that others have added or deleted, and shows them when asked. */
export function WaitingPill(props: { live: LiveChanges }) {
  const label = () => {
    const { added, removed } = props.live.waiting();
    const parts = [
      ...(added > 0 ? [`${formatCount(added)} new ${added === 1 ? 'row' : 'rows'}`] : []),
      ...(removed > 0 ? [`${formatCount(removed)} deleted`] : []),
    ];
    return parts.join(', ');
  };
  return (
    <Show when={label()}>
      <div class="pointer-events-none absolute inset-x-0 bottom-12 z-30 flex justify-center">
        <span role="status" class="pointer-events-auto rounded-full bg-raised shadow-pop">
          <Button size="sm" variant="primary" icon={<RefreshCw />} onClick={() => void props.live.refresh()}>
            {label()}
            <Show when={props.live.mayBeOutside()}>
              <span class="font-normal"> in the table</span>
            </Show>
          </Button>
        </span>
      </div>
    </Show>
  );
}
