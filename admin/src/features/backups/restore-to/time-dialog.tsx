import type { RestorableTimes, StartedRestoreTo } from '@selfdb/sdk';
import type { CreateQueryResult } from '@tanstack/solid-query';
import { createEffect, createSignal, createUniqueId, on, Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { Dialog } from '../../../ui/overlays/dialog.tsx';
import { createSubmission } from '../../../ui/overlays/submission.ts';
import { answerOf } from '../../tables/queries.ts';
import { faultOf, fromField, suggested, toField } from './local-time.ts';
import { TimeField } from './time-field.tsx';
import { WhyNot } from './why-not.tsx';

const EXPLANATION =
  'First, the database of that time is recovered beside the present one. You see what it has, and then decide. Until then, nothing changes and work can go on.';

interface TimeDialogProps {
  open: boolean;
  query: CreateQueryResult<RestorableTimes>;
  onClose: () => void;
  onStarted: (job: StartedRestoreTo) => void;
}

/** Asks for a time, and begins to recover the database of then. Where that is not possible, it says why and what to do. */
export function TimeDialog(props: TimeDialogProps) {
  const sdk = useSdk();
  const formId = createUniqueId();
  const [text, setText] = createSignal('');
  const oldest = () => answerOf(props.query)?.oldest ?? undefined;
  const fault = () => faultOf(fromField(text()), oldest() ?? '', Date.now());
  const form = createSubmission(
    () => fault() === undefined,
    async () => {
      const to = fromField(text());
      if (to) props.onStarted(await sdk.backups.restoreTo(to));
    },
  );
  createEffect(
    on([() => props.open, () => oldest() !== undefined], () => {
      const earliest = oldest();
      setText(earliest === undefined ? '' : toField(suggested(earliest, Date.now())));
      form.reset();
    }),
  );
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title="Restore to a time"
      {...(oldest() === undefined ? {} : { description: EXPLANATION })}
      footer={
        <Show when={oldest()} fallback={<Button onClick={props.onClose}>Close</Button>}>
          <Button onClick={props.onClose}>Cancel</Button>
          {/* Enter in a date field does nothing in Chromium unless the form has such a button. */}
          <Button
            variant="primary"
            type="submit"
            form={formId}
            busy={form.busy()}
            disabled={fault() !== undefined}
          >
            Recover this time
          </Button>
        </Show>
      }
    >
      <Show when={oldest()} fallback={<WhyNot query={props.query} />}>
        {(earliest) => (
          <form id={formId} onSubmit={form.submit}>
            <TimeField
              text={text()}
              onInput={setText}
              fault={fault()}
              oldest={earliest()}
              error={form.error()}
            />
          </form>
        )}
      </Show>
    </Dialog>
  );
}
