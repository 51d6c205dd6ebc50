import { A } from '@solidjs/router';
import Rewind from 'lucide-solid/icons/rewind';
import { For, Show } from 'solid-js';
import { Button, buttonClass } from '../../../ui/controls/button.tsx';
import { Code, CopyField } from '../../../ui/display/code.tsx';
import { formatTime } from '../../../ui/format/times.ts';
import { SidePanel } from '../../../ui/overlays/side-panel.tsx';
import { showValue } from '../../rows/values/show-value.ts';
import { tablePath } from '../../tables/paths.ts';
import { tableOf } from '../page-state.ts';
import { changedColumns, rowIn } from './changed-columns.ts';
import { isRowChange, type LogEntry } from './entry.ts';
import { KINDS } from './event-content.tsx';

/** More would take seconds to lay out. The copy is always whole. */
const SHOWN_CHARACTERS = 100_000;

interface EventPanelProps {
  entry: LogEntry;
  onClose: () => void;
  onReplay: (cursor: string) => void;
}

/** One event as a whole: the changed columns, its cursor, and the payload as the server sent it. */
export function EventPanel(props: EventPanelProps) {
  const table = () => tableOf(props.entry.topic);
  const changes = () => {
    const [before, after] = [rowIn(props.entry.payload.old), rowIn(props.entry.payload.new)];
    return props.entry.kind === 'UPDATE' && before && after ? changedColumns(before, after) : [];
  };
  const json = () => JSON.stringify(props.entry.payload, null, 2);
  const shownJson = () => {
    const text = json();
    return text.length > SHOWN_CHARACTERS
      ? `${text.slice(0, SHOWN_CHARACTERS)}\n… The rest is left out here. Copy gives all of it.`
      : text;
  };
  return (
    <SidePanel
      open
      wide
      onClose={props.onClose}
      title={`${KINDS[props.entry.kind].label} · ${props.entry.topic}`}
      description={`${isRowChange(props.entry) ? 'Committed' : 'Received'} ${formatTime(props.entry.at)}${props.entry.isReplayed() ? ', replayed' : ''}`}
      footer={
        <Show when={table()}>
          {(name) => (
            <>
              <A class={buttonClass()} href={tablePath({ name: name() })}>
                Open rows
              </A>
              <Show when={props.entry.cursor}>
                {(cursor) => (
                  <Button icon={<Rewind />} onClick={() => props.onReplay(cursor())}>
                    Replay from this event
                  </Button>
                )}
              </Show>
            </>
          )}
        </Show>
      }
    >
      <div class="space-y-4">
        <Show when={changes().length > 0}>
          <table aria-label="Changed columns" class="w-full table-fixed text-left text-sm">
            <thead>
              <tr class="border-b border-line text-xs text-muted">
                <th scope="col" class="w-1/4 py-1 pr-3 font-medium">
                  Column
                </th>
                <th scope="col" class="py-1 pr-3 font-medium">
                  Before
                </th>
                <th scope="col" class="py-1 font-medium">
                  After
                </th>
              </tr>
            </thead>
            <tbody class="font-mono text-xs">
              <For each={changes()}>
                {({ name, before, after }) => (
                  <tr class="border-b border-line align-top last:border-0">
                    <th scope="row" class="py-1.5 pr-3 font-medium break-words">
                      {name}
                    </th>
                    <td class="py-1.5 pr-3 break-words text-danger">
                      {before === undefined ? 'not sent' : showValue(before).text}
                    </td>
                    <td class="py-1.5 break-words text-success">{showValue(after).text}</td>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </Show>
        <Show when={props.entry.cursor}>{(cursor) => <CopyField label="Cursor" value={cursor()} />}</Show>
        <Code label="Payload" code={shownJson()} copyText={json()} wrap />
      </div>
    </SidePanel>
  );
}
