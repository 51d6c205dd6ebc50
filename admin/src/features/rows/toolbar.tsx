import Download from 'lucide-solid/icons/download';
import ListFilter from 'lucide-solid/icons/list-filter';
import Plus from 'lucide-solid/icons/plus';
import RefreshCw from 'lucide-solid/icons/refresh-cw';
import Upload from 'lucide-solid/icons/upload';
import { Show } from 'solid-js';
import { Button } from '../../ui/controls/button.tsx';
import { IconButton } from '../../ui/controls/icon-button.tsx';
import { Toolbar } from '../../ui/navigation/toolbar.tsx';
import { ColumnsMenu } from './columns/columns-menu.tsx';
import { useRows } from './rows-model.ts';
import { SelectionBar } from './selection/selection-bar.tsx';
import { toConditions } from './view/filter.ts';
import { RowSearchField } from './view/search-field.tsx';

interface ToolbarProps {
  filterOpen: boolean;
  onFilter: () => void;
  onExport: () => void;
  onImport: () => void;
  searchRef: (element: HTMLInputElement) => void;
}

/** Search, filter and columns at the left; what changes the rows at the right. */
export function RowsToolbar(props: ToolbarProps) {
  const rows = useRows();
  const conditions = () => {
    const filter = rows.view.filter();
    return filter ? (toConditions(filter)?.conditions.length ?? 1) : 0;
  };
  return (
    <Toolbar
      actions={
        <>
          <Button variant="ghost" class="max-sm:px-2" icon={<Upload />} onClick={props.onImport}>
            <span class="max-sm:sr-only">Import</span>
          </Button>
          <Button variant="ghost" class="max-sm:px-2" icon={<Download />} onClick={props.onExport}>
            <span class="max-sm:sr-only">Export</span>
          </Button>
          <Button variant="primary" class="max-sm:px-2" icon={<Plus />} onClick={() => rows.setDraft({})}>
            Create row
          </Button>
        </>
      }
    >
      <RowSearchField ref={props.searchRef} />
      <Button
        variant="ghost"
        class="max-sm:px-2"
        icon={<ListFilter />}
        aria-expanded={props.filterOpen}
        onClick={props.onFilter}
      >
        <span class="max-sm:sr-only">Filter</span>
        <Show when={conditions() > 0}>
          <span class="tabular rounded-sm bg-accent-soft px-1 text-xs text-link">{conditions()}</span>
        </Show>
      </Button>
      <ColumnsMenu />
      <IconButton label="Reload the rows" icon={<RefreshCw />} onClick={() => void rows.source.refresh()} />
      <SelectionBar />
    </Toolbar>
  );
}
