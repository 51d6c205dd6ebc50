import type { SelfDBFunction } from '@selfdb/sdk';
import { A } from '@solidjs/router';
import Globe from 'lucide-solid/icons/globe';
import { Show } from 'solid-js';
import { Badge } from '../../../ui/display/badge.tsx';
import { type ListColumn, type ListSort, ListTable } from '../../../ui/display/list-table.tsx';
import { counted, formatCount, formatMilliseconds } from '../../../ui/format/numbers.ts';
import { formatAgo, formatTime } from '../../../ui/format/times.ts';
import { FunctionState } from '../page/function-state.tsx';
import { functionPath } from '../paths.ts';

interface FunctionsTableProps {
  functions: SelfDBFunction[];
  sort: ListSort;
  onSort: (sort: ListSort) => void;
}

/** The functions, a row each. */
export function FunctionsTable(props: FunctionsTableProps) {
  const columns: ListColumn<SelfDBFunction>[] = [
    { id: 'name', header: 'Name', sortable: true, cell: (fn) => <Name fn={fn} /> },
    { id: 'state', header: 'State', cell: (fn) => <FunctionState fn={fn} /> },
    { id: 'last', header: 'Last run', wideOnly: true, cell: (fn) => <Ago at={fn.last_executed_at} /> },
    {
      id: 'runs',
      header: 'Executions',
      align: 'right',
      wideOnly: true,
      cell: (fn) => formatCount(fn.execution_count),
    },
    {
      id: 'errors',
      header: 'Errors',
      align: 'right',
      wideOnly: true,
      cell: ({ execution_error_count: errors }) => (
        <span class={errors > 0 ? 'text-danger' : 'text-muted'}>{formatCount(errors)}</span>
      ),
    },
    {
      id: 'time',
      header: 'Average time',
      align: 'right',
      wideOnly: true,
      cell: ({ avg_execution_time_ms: average }) => (average === null ? '' : formatMilliseconds(average)),
    },
    {
      id: 'updated_at',
      header: 'Changed',
      sortable: true,
      wideOnly: true,
      cell: (fn) => <Ago at={fn.updated_at} />,
    },
  ];
  return (
    <ListTable
      label="Functions"
      columns={columns}
      items={props.functions}
      sort={props.sort}
      onSort={props.onSort}
    />
  );
}

function Name(props: { fn: SelfDBFunction }) {
  return (
    <div class="max-w-44 py-1.5 sm:max-w-80 lg:max-w-md">
      <span class="flex items-center gap-2">
        <A
          href={functionPath(props.fn.id)}
          title={props.fn.name}
          class="truncate font-medium hover:text-link"
        >
          {props.fn.name}
        </A>
        <Show when={props.fn.public}>
          <Badge title="Callers need no token">
            <Globe />
            public
          </Badge>
        </Show>
      </span>
      <span class="tabular block text-xs text-muted md:hidden">
        {counted(props.fn.execution_count, 'execution')}
        <Show when={props.fn.last_executed_at}>{(at) => `, last ${formatAgo(at())}`}</Show>
      </span>
      <Show when={props.fn.description}>
        <span class="block truncate text-xs text-muted">{props.fn.description}</span>
      </Show>
    </div>
  );
}

function Ago(props: { at: string | null }) {
  return (
    <Show when={props.at} fallback={<span class="text-muted">never</span>}>
      {(at) => (
        <time class="whitespace-nowrap text-muted" datetime={at()} title={formatTime(at())}>
          {formatAgo(at())}
        </time>
      )}
    </Show>
  );
}
