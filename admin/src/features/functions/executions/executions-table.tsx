import type { FunctionExecution } from '@selfdb/sdk';
import { A } from '@solidjs/router';
import { Show } from 'solid-js';
import { Badge } from '../../../ui/display/badge.tsx';
import { type ListColumn, ListTable } from '../../../ui/display/list-table.tsx';
import { formatAgo, formatTime } from '../../../ui/format/times.ts';
import { describeStatus, durationOf, triggerWord } from './execution-words.ts';

interface ExecutionsTableProps {
  executions: FunctionExecution[];
  linkTo: (execution: FunctionExecution) => string;
}

/** Executions, a row each. */
export function ExecutionsTable(props: ExecutionsTableProps) {
  const columns: ListColumn<FunctionExecution>[] = [
    {
      id: 'started',
      header: 'Started',
      cell: (execution) => (
        <A
          href={props.linkTo(execution)}
          class="font-medium whitespace-nowrap hover:text-link"
          title={formatTime(execution.started_at)}
        >
          <time datetime={execution.started_at}>{formatAgo(execution.started_at)}</time>
          <span class="sr-only"> {execution.id}</span>
        </A>
      ),
    },
    { id: 'status', header: 'Status', cell: ({ status }) => <ExecutionStatus status={status} /> },
    { id: 'took', header: 'Took', align: 'right', cell: durationOf },
    {
      id: 'trigger',
      header: 'Started by',
      wideOnly: true,
      cell: ({ trigger_type }) => <span class="text-muted">{triggerWord(trigger_type)}</span>,
    },
    {
      id: 'answer',
      header: 'Answer',
      wideOnly: true,
      align: 'right',
      cell: ({ response_status }) => response_status ?? '',
    },
    {
      id: 'version',
      header: 'Version',
      wideOnly: true,
      align: 'right',
      cell: ({ version }) => version,
    },
    {
      id: 'error',
      header: 'Error',
      wideOnly: true,
      cell: ({ error_message: error, attempt }) => (
        <span class="block max-w-md truncate text-muted" title={error ?? undefined}>
          <Show when={attempt > 1}>attempt {attempt}. </Show>
          {error}
        </span>
      ),
    },
  ];
  return <ListTable label="Executions" columns={columns} items={props.executions} />;
}

/** What became of an execution, in a word. */
export function ExecutionStatus(props: { status: FunctionExecution['status'] }) {
  const described = () => describeStatus(props.status);
  return <Badge tone={described().tone}>{described().label}</Badge>;
}
