import { createQuery, keepPreviousData } from '@tanstack/solid-query';
import Search from 'lucide-solid/icons/search';
import { createMemo, createSignal, For, onCleanup, Show, Suspense } from 'solid-js';
import { TextField } from '../../../ui/controls/text-field.tsx';
import { ErrorNotice } from '../../../ui/display/error-notice.tsx';
import { SkeletonRows } from '../../../ui/display/skeleton.tsx';
import { Dialog } from '../../../ui/overlays/dialog.tsx';
import { tableQuery } from '../../tables/queries.ts';
import { referencedRowsQuery } from '../queries.ts';
import { useRows } from '../rows-model.ts';
import { valueText } from '../values/show-value.ts';
import { tellingColumn } from './references.ts';

const TYPING_MS = 200;

interface ReferencePickerProps {
  reference: { table: string; column: string };
  onPick: (key: string) => void;
  onClose: () => void;
}

/** Finds a row of the referenced table and picks its key. */
export function ReferencePicker(props: ReferencePickerProps) {
  const [typed, setTyped] = createSignal('');
  const [search, setSearch] = createSignal('');
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  const type = (text: string) => {
    setTyped(text);
    clearTimeout(timer);
    timer = setTimeout(() => setSearch(text), TYPING_MS);
  };
  return (
    <Dialog open onClose={props.onClose} title={`Pick a row of ${props.reference.table}`} size="md">
      <div class="space-y-3">
        <TextField
          label="Search"
          hideLabel
          placeholder="Search in its text columns"
          value={typed()}
          onInput={type}
          icon={<Search />}
          autofocus
        />
        <Suspense fallback={<SkeletonRows rows={5} />}>
          <FoundRows reference={props.reference} search={search()} onPick={props.onPick} />
        </Suspense>
      </div>
    </Dialog>
  );
}

interface FoundRowsProps {
  reference: { table: string; column: string };
  search: string;
  onPick: (key: string) => void;
}

function FoundRows(props: FoundRowsProps) {
  const rows = useRows();
  const table = createQuery(() => tableQuery(rows.sdk, props.reference.table));
  const found = createQuery(() => ({
    ...referencedRowsQuery(rows.sdk, table.data?.id ?? '', props.search),
    enabled: Boolean(table.data),
    placeholderData: keepPreviousData,
  }));
  const telling = createMemo(() => tellingColumn(table.data?.columns ?? [], props.reference.column));
  return (
    <>
      <ErrorNotice error={table.error ?? found.error} onRetry={() => void found.refetch()} />
      <Show when={found.data?.value} fallback={<SkeletonRows rows={5} />}>
        {(list) => (
          <ul class="divide-y divide-line">
            <For each={list()} fallback={<li class="py-6 text-center text-muted">No row has this text.</li>}>
              {(row) => (
                <li>
                  <button
                    type="button"
                    class="flex w-full items-baseline gap-3 rounded-sm px-2 py-1.5 text-left hover:bg-hover"
                    onClick={() => props.onPick(valueText(row[props.reference.column]))}
                  >
                    <span class="max-w-[50%] truncate font-mono text-xs text-muted">
                      {valueText(row[props.reference.column])}
                    </span>
                    <Show when={telling()}>
                      {(name) => <span class="truncate">{valueText(row[name()])}</span>}
                    </Show>
                  </button>
                </li>
              )}
            </For>
          </ul>
        )}
      </Show>
    </>
  );
}
