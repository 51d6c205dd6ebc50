import { createQuery } from '@tanstack/solid-query';
import { createSignal, For, Show } from 'solid-js';
import { useSdk } from '../../../app/session/session.tsx';
import { Button } from '../../../ui/controls/button.tsx';
import { Checkbox } from '../../../ui/controls/checkbox.tsx';
import { fieldLabel } from '../../../ui/controls/text-field.tsx';
import { SkeletonRows } from '../../../ui/display/skeleton.tsx';
import { SidePanel } from '../../../ui/overlays/side-panel.tsx';
import { enumsQuery } from '../../rows/queries.ts';
import { gridColumns } from '../../rows/values/column-kind.ts';
import { ConditionButtons, ConditionFields } from '../../rows/view/condition-fields.tsx';
import { completeFilter, toConditions } from '../../rows/view/filter.ts';
import { answerOf, tableQuery } from '../../tables/queries.ts';
import type { TableInfo } from '../../tables/table-types.ts';
import { type JoinOptions, tableOf } from '../page-state.ts';
import type { LeftTopic } from './left-topics.ts';
import { StartFields } from './start-fields.tsx';

const EVENTS = [
  { value: 'INSERT' as const, label: 'New rows', hint: 'INSERT' },
  { value: 'UPDATE' as const, label: 'Changed rows', hint: 'UPDATE' },
  { value: 'DELETE' as const, label: 'Deleted rows', hint: 'DELETE' },
];

interface JoinPanelProps {
  topic: string;
  options: JoinOptions;
  left: LeftTopic | undefined;
  onJoin: (options: JoinOptions) => void;
  onClose: () => void;
}

/** What the server sends of a table: which changes, of which rows, from when on. */
export function JoinPanel(props: JoinPanelProps) {
  const sdk = useSdk();
  const table = createQuery(() => tableQuery(sdk, tableOf(props.topic) ?? ''));
  return (
    <Show when={answerOf(table)} fallback={<Waiting topic={props.topic} onClose={props.onClose} />}>
      {(found) => <JoinFields {...props} table={found()} />}
    </Show>
  );
}

function Waiting(props: { topic: string; onClose: () => void }) {
  return (
    <SidePanel open onClose={props.onClose} title={props.topic}>
      <SkeletonRows rows={4} />
    </SidePanel>
  );
}

function JoinFields(props: JoinPanelProps & { table: TableInfo }) {
  const sdk = useSdk();
  const enums = createQuery(() => enumsQuery(sdk));
  const columns = () => gridColumns(props.table.columns, answerOf(enums) ?? new Map());
  const { options } = props;
  const given = toConditions(options.filter);
  const [events, setEvents] = createSignal(options.events ?? EVENTS.map(({ value }) => value));
  const [conditions, setConditions] = createSignal(given ?? { joiner: 'and' as const, conditions: [] });
  const [since, setSince] = createSignal(options.since);
  function join(event: Event) {
    event.preventDefault();
    if (events().length === 0 || since() === '') return;
    // A nested filter from the URL can't be shown as a list, and stays.
    const filter = given ? completeFilter(conditions(), columns()) : options.filter;
    const from = since();
    props.onJoin({
      ...(filter && { filter }),
      ...(events().length < EVENTS.length && { events: events() }),
      ...(from !== undefined && { since: from }),
    });
  }
  return (
    <SidePanel
      open
      wide
      onClose={props.onClose}
      title={props.topic}
      description="The server sends only what you choose here."
      footer={
        <>
          <Button onClick={() => props.onClose()}>Cancel</Button>
          <Button variant="primary" type="submit" form="join-fields" disabled={events().length === 0}>
            Join
          </Button>
        </>
      }
    >
      <form id="join-fields" class="space-y-6" onSubmit={join}>
        <fieldset class="space-y-2">
          <legend class={fieldLabel}>Changes</legend>
          <div class="flex flex-wrap gap-x-6 gap-y-2">
            <For each={EVENTS}>
              {({ value, label, hint }) => (
                <Checkbox
                  label={label}
                  hint={hint}
                  checked={events().includes(value)}
                  onChange={(isOn) =>
                    setEvents(
                      EVENTS.map((event) => event.value).filter((event) =>
                        event === value ? isOn : events().includes(event),
                      ),
                    )
                  }
                />
              )}
            </For>
          </div>
          <Show when={events().length === 0}>
            <p class="text-xs text-danger">Choose at least one.</p>
          </Show>
        </fieldset>
        <fieldset class="space-y-2">
          <legend class={fieldLabel}>Rows</legend>
          <Show
            when={given}
            fallback={<p class="font-mono text-xs break-all text-muted">{JSON.stringify(options.filter)}</p>}
          >
            <Show when={conditions().conditions.length === 0}>
              <p class="text-muted">All rows. Add a condition to get the changes of some rows only.</p>
            </Show>
            <ConditionFields columns={columns()} list={conditions()} onChange={setConditions} />
            <div class="flex flex-wrap items-center gap-2">
              <ConditionButtons columns={columns()} list={conditions()} onChange={setConditions} />
            </div>
          </Show>
        </fieldset>
        <StartFields since={since()} left={props.left} onChange={setSince} />
      </form>
    </SidePanel>
  );
}
