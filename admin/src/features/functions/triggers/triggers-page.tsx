import type { FunctionTrigger } from '@selfdb/sdk';
import CalendarClock from 'lucide-solid/icons/calendar-clock';
import Globe from 'lucide-solid/icons/globe';
import Radio from 'lucide-solid/icons/radio';
import Rocket from 'lucide-solid/icons/rocket';
import Table from 'lucide-solid/icons/table-2';
import Webhook from 'lucide-solid/icons/webhook';
import { createSignal, For, type JSX, Match, Show, Switch } from 'solid-js';
import { useSignedIn } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { Code, CopyField } from '../../../ui/display/code.tsx';
import { Card } from '../../../ui/display/page.tsx';
import { formatAgo, formatTime } from '../../../ui/format/times.ts';
import { useFunction } from '../page/function-context.tsx';
import { ReplayDialog } from './replay-dialog.tsx';
import { triggerInWords } from './trigger-words.ts';

const ICONS: Record<FunctionTrigger['type'], () => JSX.Element> = {
  http: () => <Globe />,
  schedule: () => <CalendarClock />,
  database: () => <Table />,
  webhook: () => <Webhook />,
  event: () => <Radio />,
  once: () => <Rocket />,
};

const EXAMPLE = `export const triggers = [
  { type: 'schedule', cron: '*/5 * * * *', timezone: 'Europe/Berlin' },
  { type: 'event', event: 'order.paid' },
];`;

/** What starts the function: its address, and the triggers that its code declares. */
export default function TriggersPage() {
  const { fn } = useFunction();
  return (
    <div class="min-h-0 flex-1 overflow-y-auto">
      <div class="max-w-3xl space-y-4 px-4 py-4 pb-10 sm:px-6">
        <AddressCard />
        <Card title="Triggers of the version that serves">
          <Show
            when={fn().triggers.length > 0}
            fallback={
              <div class="space-y-3 p-4 text-sm">
                <p>The code names none, so only calls start the function. To add some, export them:</p>
                <Code label="Example of triggers" code={EXAMPLE} />
              </div>
            }
          >
            <ul class="divide-y divide-line">
              <For each={fn().triggers}>{(trigger) => <TriggerLine trigger={trigger} />}</For>
            </ul>
            <p class="border-t border-line px-4 py-2.5 text-xs text-muted">
              They are the export “triggers” of the code. Change them there, and deploy.
            </p>
          </Show>
        </Card>
      </div>
    </div>
  );
}

function AddressCard() {
  const { apiUrl, apiKey } = useSignedIn();
  const { fn } = useFunction();
  const url = () => `${apiUrl}/functions/${fn().name}/invoke`;
  const curl = (key: string) => {
    const token = fn().public ? '' : ` \\\n  -H 'Authorization: Bearer <token of a user>'`;
    return `curl '${url()}' \\\n  -H 'X-API-Key: ${key}'${token}`;
  };
  return (
    <Card title="Address">
      <div class="space-y-3 p-4">
        <CopyField label="URL" value={url()} />
        <Code label="curl" code={curl('<API key>')} copyText={curl(apiKey)} wrap />
        <p class="text-xs text-muted">
          {fn().public
            ? 'The function is public: callers need only the API key.'
            : 'Callers must be signed in. Under Settings you can make the function public.'}
        </p>
      </div>
    </Card>
  );
}

function TriggerLine(props: { trigger: FunctionTrigger }) {
  return (
    <li class="flex gap-3 px-4 py-3">
      <span class="mt-0.5 shrink-0 text-muted [&>svg]:size-4">{ICONS[props.trigger.type]()}</span>
      <div class="min-w-0 flex-1 space-y-1 text-sm">
        <p class="font-medium wrap-anywhere">{triggerInWords(props.trigger)}</p>
        <Switch>
          <Match when={props.trigger.type === 'schedule' && props.trigger}>
            {(trigger) => <Runs cron={trigger().cron} timezone={trigger().timezone ?? 'UTC'} />}
          </Match>
          <Match when={props.trigger.type === 'database'}>
            <Changes />
          </Match>
          <Match when={props.trigger.type === 'event' && props.trigger}>
            {(trigger) => <SendEvent event={trigger().event} />}
          </Match>
        </Switch>
      </div>
    </li>
  );
}

/** Of a trigger by changes of a table: what keeps it from running, and how changes come again. */
function Changes() {
  const { fn } = useFunction();
  const [isReplaying, setReplaying] = createSignal(false);
  return (
    <>
      <Show when={fn().is_active && fn().deployment_error}>
        {(reason) => <p class="wrap-anywhere text-warning">{reason()}</p>}
      </Show>
      <Button size="sm" onClick={() => setReplaying(true)}>
        Replay changes
      </Button>
      <ReplayDialog open={isReplaying()} onClose={() => setReplaying(false)} />
    </>
  );
}

/** The next and the last run of a schedule. */
function Runs(props: { cron: string; timezone: string }) {
  const { fn } = useFunction();
  const schedule = () =>
    fn().schedules.find(({ cron, timezone }) => cron === props.cron && timezone === props.timezone);
  return (
    <p class="text-muted">
      <code class="font-mono text-xs">{props.cron}</code>
      {' · '}
      <Show
        when={schedule()?.next_run_at}
        fallback={
          fn().is_active ? 'the next run is being computed' : 'no next run: the function is not active'
        }
      >
        {(at) => (
          <>
            next run <time datetime={at()}>{`${formatTime(at())}, ${formatAgo(at())}`}</time>
          </>
        )}
      </Show>
      <Show when={schedule()?.last_run_at}>
        {(at) => (
          <>
            {' · last run '}
            <time datetime={at()} title={formatTime(at())}>
              {formatAgo(at())}
            </time>
          </>
        )}
      </Show>
    </p>
  );
}

function SendEvent(props: { event: string }) {
  const { apiUrl, apiKey } = useSignedIn();
  const body = () => JSON.stringify({ event: props.event, data: {} }).replaceAll("'", "'\\''");
  const curl = (key: string) =>
    `curl -X POST '${apiUrl}/functions/events' \\\n  -H 'X-API-Key: ${key}' -H 'Authorization: Bearer <token of a user>' \\\n  -H 'Content-Type: application/json' -d '${body()}'`;
  return (
    <Code label={`curl that sends ${props.event}`} code={curl('<API key>')} copyText={curl(apiKey)} wrap />
  );
}
