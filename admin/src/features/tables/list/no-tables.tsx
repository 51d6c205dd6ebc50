import Plus from 'lucide-solid/icons/plus';
import SearchX from 'lucide-solid/icons/search-x';
import Table from 'lucide-solid/icons/table-2';
import { Match, Switch } from 'solid-js';
import { Button } from '../../../ui/controls/button.tsx';
import { EmptyState } from '../../../ui/display/empty-state.tsx';
import type { ListState } from './list-state.ts';

interface NoTablesProps {
  state: ListState;
  total: number;
  onChange: (next: Partial<ListState>) => void;
  onNew: () => void;
}

/** Says why the list is empty: there are no tables, none matches, or the page is past the end. */
export function NoTables(props: NoTablesProps) {
  return (
    <Switch
      fallback={
        <EmptyState
          icon={<Table />}
          title="No tables yet"
          action={
            <Button variant="primary" icon={<Plus />} onClick={() => props.onNew()}>
              Create table
            </Button>
          }
        >
          A table holds rows, and comes with an API, access rules and realtime. Create the first one.
        </EmptyState>
      }
    >
      <Match when={props.total > 0}>
        <EmptyState
          title="This page of the list is empty"
          action={<Button onClick={() => props.onChange({ page: 1 })}>Go to the first page</Button>}
        />
      </Match>
      <Match when={props.state.search}>
        <EmptyState
          icon={<SearchX />}
          title="No table matches"
          action={<Button onClick={() => props.onChange({ search: '' })}>Clear the search</Button>}
        >
          No name or description contains “{props.state.search}”.
        </EmptyState>
      </Match>
    </Switch>
  );
}
