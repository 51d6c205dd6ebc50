import { A } from '@solidjs/router';
import Trash from 'lucide-solid/icons/trash';
import { Show } from 'solid-js';
import { IconButton } from '../../../ui/controls/icon-button.tsx';
import { Badge } from '../../../ui/display/badge.tsx';
import { type ListColumn, ListTable } from '../../../ui/display/list-table.tsx';
import { tablePath } from '../paths.ts';
import type { RelationshipInfo } from '../table-types.ts';

interface ReferencesListProps {
  title: string;
  /** Said when there are none. */
  none: string;
  references: RelationshipInfo[];
  onRemove: (reference: RelationshipInfo) => void;
}

const ON_DELETE: Record<string, string> = {
  'no action': 'refuse',
  restrict: 'refuse at once',
  cascade: 'delete too',
  'set null': 'set null',
  'set default': 'set default',
};

/** Foreign keys of one direction, with links to the tables at the other end. */
export function ReferencesList(props: ReferencesListProps) {
  const columns: ListColumn<RelationshipInfo>[] = [
    {
      id: 'from',
      header: 'Columns',
      cell: (reference) => <End name={reference.table} id={reference.table_id} columns={reference.columns} />,
    },
    {
      id: 'to',
      header: 'Refer to',
      cell: (reference) => (
        <End
          name={reference.referenced_table}
          id={reference.referenced_table_id}
          columns={reference.referenced_columns}
        />
      ),
    },
    {
      id: 'on_delete',
      header: 'On delete',
      wideOnly: true,
      cell: (reference) => (
        <span class="flex flex-wrap items-center gap-1 text-muted">
          {ON_DELETE[reference.on_delete] ?? reference.on_delete}
          <Show when={!reference.validated}>
            <Badge tone="warning" title="Rows that were there before were not checked.">
              Not checked
            </Badge>
          </Show>
        </span>
      ),
    },
    {
      id: 'name',
      header: 'Constraint',
      wideOnly: true,
      cell: (reference) => (
        <span class="block max-w-60 truncate font-mono text-muted" title={reference.name}>
          {reference.name}
        </span>
      ),
    },
    {
      id: 'actions',
      header: 'Actions',
      hideHeader: true,
      pinned: true,
      align: 'right',
      cell: (reference) => (
        <IconButton
          size="sm"
          label={`Remove ${reference.name}`}
          icon={<Trash />}
          onClick={() => props.onRemove(reference)}
        />
      ),
    },
  ];
  return (
    <section aria-label={props.title} class="mt-3">
      <h2 class="px-4 pb-1 text-sm font-semibold sm:px-6">{props.title}</h2>
      <Show
        when={props.references.length > 0}
        fallback={<p class="px-4 py-3 text-sm text-muted sm:px-6">{props.none}</p>}
      >
        <ListTable label={props.title} columns={columns} items={props.references} />
      </Show>
    </section>
  );
}

function End(props: { name: string; id: string | null; columns: string[] }) {
  return (
    <A
      href={tablePath({ name: props.name, id: props.id })}
      class="font-mono whitespace-nowrap text-link hover:underline"
    >
      {props.name}.{props.columns.join(', ')}
    </A>
  );
}
