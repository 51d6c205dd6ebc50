import { A } from '@solidjs/router';
import { createQuery } from '@tanstack/solid-query';
import Radio from 'lucide-solid/icons/radio';
import RefreshCw from 'lucide-solid/icons/refresh-cw';
import TriangleAlert from 'lucide-solid/icons/triangle-alert';
import { type JSX, Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Button, buttonClass } from '../../../ui/controls/button.tsx';
import { tablePath } from '../../tables/paths.ts';
import { answerOf, tableQuery } from '../../tables/queries.ts';
import { tableOf } from '../page-state.ts';
import { useRealtimeSwitch } from './realtime-switch.ts';
import type { Subscription } from './subscription.ts';

/** What a topic needs a person for: it was refused, has ended, or lacks changes. */
export function TopicNotices(props: { subscription: Subscription; onLeave: () => void }) {
  const ended = () => ['refused', 'closed'].includes(props.subscription.state());
  return (
    <>
      <Show when={ended()}>
        <EndedNotice subscription={props.subscription} onLeave={props.onLeave} />
      </Show>
      <Show when={props.subscription.gap()}>
        {(gap) => (
          <Notice title={`${props.subscription.topic}: some changes are missing here`} text={gap().reason}>
            <p class="text-muted">
              The rows are right; only single changes can't be shown. Read the rows to see them as they are
              now. What is committed from here on arrives as usual.
            </p>
            <div class="mt-1.5 flex flex-wrap gap-2">
              <A class={buttonClass('secondary', 'sm')} href={tablePath({ name: tableName(props) })}>
                Open rows
              </A>
              <Button size="sm" variant="ghost" onClick={props.subscription.forgetGap}>
                Dismiss
              </Button>
            </div>
          </Notice>
        )}
      </Show>
    </>
  );
}

const tableName = ({ subscription }: { subscription: Subscription }) => tableOf(subscription.topic) ?? '';

function EndedNotice(props: { subscription: Subscription; onLeave: () => void }) {
  const sdk = useSdk();
  const switchOn = useRealtimeSwitch();
  const name = () => tableOf(props.subscription.topic);
  const table = createQuery(() => ({
    ...tableQuery(sdk, name() ?? ''),
    enabled: name() !== undefined,
    staleTime: 0,
  }));
  const quiet = () => {
    const found = answerOf(table);
    return found && !found.realtime_enabled ? found : undefined;
  };
  return (
    <Notice
      title={`${props.subscription.topic} ${props.subscription.state() === 'closed' ? 'was closed' : 'was not joined'}`}
      text={props.subscription.reason() ?? ''}
    >
      <div class="mt-1.5 flex flex-wrap gap-2">
        <Show
          when={quiet()}
          fallback={
            <Button size="sm" icon={<RefreshCw />} onClick={props.subscription.retry}>
              Join again
            </Button>
          }
        >
          {(found) => (
            <Button
              size="sm"
              icon={<Radio />}
              onClick={() => void switchOn(found()).then((isOn) => isOn && props.subscription.retry())}
            >
              Turn realtime on and join
            </Button>
          )}
        </Show>
        <Button size="sm" variant="ghost" onClick={() => props.onLeave()}>
          Leave
        </Button>
      </div>
    </Notice>
  );
}

function Notice(props: { title: string; text: string; children: JSX.Element }) {
  return (
    <div
      role="alert"
      class="flex items-start gap-2.5 rounded-md border border-warning/40 bg-warning-soft px-3 py-2.5 text-sm text-ink"
    >
      <TriangleAlert class="mt-0.5 size-4 shrink-0 text-warning" />
      <div class="min-w-0 flex-1">
        <p class="font-medium break-words">{props.title}</p>
        <p class="break-words">{props.text}</p>
        {props.children}
      </div>
    </div>
  );
}
