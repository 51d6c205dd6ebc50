import { For, Show } from 'solid-js';
import type { Tone } from '../../../ui/display/badge.tsx';
import { nameOfRow, summarize } from '../../home/summarize.ts';
import { showValue } from '../../rows/values/show-value.ts';
import { changedColumns, rowIn, tellingColumns } from './changed-columns.ts';
import type { EntryKind, LogEntry } from './entry.ts';

/** How a kind is named and coloured. */
export const KINDS: Record<EntryKind, { label: string; tone: Tone }> = {
  INSERT: { label: 'insert', tone: 'success' },
  UPDATE: { label: 'update', tone: 'accent' },
  DELETE: { label: 'delete', tone: 'danger' },
  broadcast: { label: 'message', tone: 'accent' },
  presence: { label: 'presence', tone: 'neutral' },
  gap: { label: 'gap', tone: 'warning' },
  joined: { label: 'joined', tone: 'neutral' },
  closed: { label: 'closed', tone: 'warning' },
};

const SHOWN_COLUMNS = 4;

/** What happened, in a line: the row, and for an update its columns from the old to the new value. */
export function EventContent(props: { entry: LogEntry }) {
  const before = () => rowIn(props.entry.payload.old);
  const after = () => rowIn(props.entry.payload.new);
  const changes = () => {
    const [old, now] = [before(), after()];
    if (props.entry.kind !== 'UPDATE' || !old || !now) return undefined;
    return tellingColumns(changedColumns(old, now));
  };
  return (
    <Show when={changes()} fallback={<span>{lineOf(props.entry)}</span>}>
      {(columns) => (
        <>
          <span class="mr-3 font-medium">{nameOfRow(after() ?? null)}</span>
          <Show when={columns().length === 0}>
            <span class="text-muted">saved without a change</span>
          </Show>
          <For each={columns().slice(0, SHOWN_COLUMNS)}>
            {({ name, before, after }) => (
              <span class="mr-3">
                <span class="text-muted">{name} </span>
                <Show when={before !== undefined}>
                  <del class="text-danger">{showValue(before).text}</del>
                  <span class="text-muted"> → </span>
                </Show>
                <ins class="text-success no-underline">{showValue(after).text}</ins>
              </span>
            )}
          </For>
          <Show when={columns().length > SHOWN_COLUMNS}>
            <span class="text-muted">and {columns().length - SHOWN_COLUMNS} more</span>
          </Show>
        </>
      )}
    </Show>
  );
}

function lineOf({ kind, payload, summary, cursor }: LogEntry): string {
  if (kind === 'INSERT' || kind === 'DELETE') return summarize(rowIn(payload.new ?? payload.old) ?? null);
  if (kind === 'broadcast') return `${summary} ${JSON.stringify(payload.payload) ?? ''}`;
  return kind === 'joined' && cursor ? `${summary} at cursor ${cursor}` : summary;
}
