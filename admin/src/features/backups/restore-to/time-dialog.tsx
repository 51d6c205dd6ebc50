import type { RestorableTimes, StartedRestoreTo } from '@selfdb/sdk';
import type { CreateQueryResult } from '@tanstack/solid-query';
import { createSignal, Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { Skeleton } from '../../../ui/display/skeleton.tsx';
import { formatTime } from '../../../ui/format/times.ts';
import { Dialog } from '../../../ui/overlays/dialog.tsx';
import { answerOf } from '../../tables/queries.ts';
import { faultOf, fromField, inUtc, suggested, toField } from './local-time.ts';
import { WhyNot } from './why-not.tsx';

interface TimeDialogProps {
  open: boolean;
  query: CreateQueryResult<RestorableTimes>;
  onClose: () => void;
  onStarted: (job: StartedRestoreTo) => void;
}

/** Asks for a time, and begins to recover the database of then. Where that is not possible, it says why and what to do. */
export function TimeDialog(props: TimeDialogProps) {
  const times = () => answerOf(props.query);
  return (
    <Show
      when={props.open && times()?.oldest}
      fallback={
        <Dialog
          open={props.open}
          onClose={props.onClose}
          title="Restore to a time"
          footer={<Button onClick={props.onClose}>Close</Button>}
        >
          <Show
            when={times()}
            fallback={
              <Show when={props.query.error} fallback={<Skeleton class="h-24 w-full" />}>
                {(error) => (
                  <ErrorNotice
                    title="Which times can be restored could not be read."
                    error={error()}
                    onRetry={() => void props.query.refetch()}
                  />
                )}
              </Show>
            }
          >
            {(known) => <WhyNot times={known()} />}
          </Show>
        </Dialog>
      }
    >
      {(oldest) => <TimeForm oldest={oldest()} onClose={props.onClose} onStarted={props.onStarted} />}
    </Show>
  );
}

function TimeForm(props: { oldest: string } & Pick<TimeDialogProps, 'onClose' | 'onStarted'>) {
  const sdk = useSdk();
  const [text, setText] = createSignal(toField(suggested(props.oldest, Date.now())));
  const [busy, setBusy] = createSignal(false);
  const [error, setError] = createSignal<unknown>();
  const time = () => fromField(text());
  const fault = () => faultOf(time(), props.oldest, Date.now());
  async function begin(event: Event) {
    event.preventDefault();
    const to = time();
    if (busy() || fault() || !to) return;
    setBusy(true);
    setError(undefined);
    try {
      props.onStarted(await sdk.backups.restoreTo(to));
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  }
  return (
    <Dialog
      open
      onClose={props.onClose}
      title="Restore to a time"
      description="First, the database of that time is recovered beside the present one. You see what it has, and then decide. Until then, nothing changes and work can go on."
      footer={
        <>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button variant="primary" busy={busy()} disabled={fault() !== undefined} onClick={begin}>
            Recover this time
          </Button>
        </>
      }
    >
      <form class="space-y-3" onSubmit={begin}>
        <TextField
          label={`Date and time (${Intl.DateTimeFormat().resolvedOptions().timeZone})`}
          type="datetime-local"
          step={1}
          value={text()}
          onInput={setText}
          error={fault()}
          hint={<Show when={time()}>{(known) => <>It is {inUtc(known())}.</>}</Show>}
          autofocus
        />
        <p class="text-sm text-muted">
          Any second since <time dateTime={props.oldest}>{formatTime(props.oldest)}</time> can be restored.
        </p>
        <ErrorNotice title="The recovery was not begun." error={error()} />
      </form>
    </Dialog>
  );
}
