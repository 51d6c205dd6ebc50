import Plus from 'lucide-solid/icons/plus';
import Rows3 from 'lucide-solid/icons/rows-3';
import SearchX from 'lucide-solid/icons/search-x';
import Upload from 'lucide-solid/icons/upload';
import { Show } from 'solid-js';
import { Button } from '../../ui/controls/button.tsx';
import { EmptyState } from '../../ui/display/empty-state.tsx';
import { useRows } from './rows-model.ts';
import { isNarrowed } from './view/view-state.ts';

/** Takes the place of the grid: how to get a first row, or how to see rows again. */
export function NoRows(props: { onImport: () => void }) {
  const rows = useRows();
  return (
    <div class="min-h-0 flex-1 overflow-y-auto">
      <Show when={!rows.source.countError()}>
        <Show
          when={isNarrowed(rows.view)}
          fallback={
            <EmptyState
              icon={<Rows3 />}
              title="No rows yet"
              action={
                <>
                  <Button variant="primary" icon={<Plus />} onClick={() => rows.setDraft({})}>
                    Create row
                  </Button>
                  <Button icon={<Upload />} onClick={props.onImport}>
                    Import CSV or JSON
                  </Button>
                </>
              }
            >
              Add a row by hand, import a file, or insert rows through the API.
            </EmptyState>
          }
        >
          <EmptyState
            icon={<SearchX />}
            title="No row matches"
            action={
              <Button
                onClick={() => {
                  rows.view.setFilter(undefined);
                  rows.view.setSearch('');
                }}
              >
                Show all rows
              </Button>
            }
          >
            The search or the filter leaves out every row.
          </EmptyState>
        </Show>
      </Show>
    </div>
  );
}
