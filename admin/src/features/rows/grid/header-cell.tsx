import ArrowDown from 'lucide-solid/icons/arrow-down';
import ArrowUp from 'lucide-solid/icons/arrow-up';
import ChevronDown from 'lucide-solid/icons/chevron-down';
import KeyRound from 'lucide-solid/icons/key-round';
import Link from 'lucide-solid/icons/link';
import { Show } from 'solid-js';
import { shortType } from '../../../ui/format/types.ts';
import { Menu, type MenuItem } from '../../../ui/overlays/menu.tsx';
import type { PlacedColumn } from '../columns/column-layout.ts';
import { useRows } from '../rows-model.ts';
import { columnMenuItems } from './column-menu.ts';

interface HeaderCellProps {
  placed: PlacedColumn;
  index: number;
  focusGrid: () => void;
}

const DRAG_TYPE = 'application/x-selfdb-column';

/** The name of a column: a click sorts, the right edge resizes, dragging it elsewhere moves it. */
export function HeaderCell(props: HeaderCellProps) {
  const rows = useRows();
  const column = () => props.placed.column;
  const order = () => (rows.view.sort()?.column === column().name ? rows.view.sort()?.order : undefined);
  const items = (): MenuItem[] => columnMenuItems(rows, column());
  function toggleSort() {
    const next = order() === 'asc' ? 'desc' : order() === 'desc' ? undefined : 'asc';
    rows.view.setSort(next && { column: column().name, order: next });
  }
  return (
    <div
      role="columnheader"
      tabIndex={-1}
      aria-colindex={props.index + 2}
      aria-sort={order() === undefined ? undefined : order() === 'asc' ? 'ascending' : 'descending'}
      data-column={column().name}
      class="group/head absolute top-0 flex h-full items-center gap-1 border-r border-line bg-canvas pr-1 pl-2"
      style={{ left: `${props.placed.start}px`, width: `${props.placed.width}px` }}
      onDragOver={(event) => event.dataTransfer?.types.includes(DRAG_TYPE) && event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        rows.layout.move(event.dataTransfer?.getData(DRAG_TYPE) ?? '', column().name);
      }}
    >
      <button
        type="button"
        tabIndex={-1}
        draggable="true"
        class="flex min-w-0 flex-1 items-center gap-1.5 text-left"
        title={`${column().name} ${column().type}. Click to sort.`}
        onClick={toggleSort}
        onDragStart={(event) => event.dataTransfer?.setData(DRAG_TYPE, column().name)}
      >
        <Show when={column().primaryKey}>
          <KeyRound class="size-3 shrink-0 text-warning" aria-label="Primary key" />
        </Show>
        <Show when={column().references}>
          <Link class="size-3 shrink-0 text-muted" aria-label="Reference" />
        </Show>
        <span class="max-w-full shrink-0 truncate font-medium">{column().name}</span>
        <Show when={order()}>
          {order() === 'asc' ? (
            <ArrowUp class="size-3.5 shrink-0 text-link" />
          ) : (
            <ArrowDown class="size-3.5 shrink-0 text-link" />
          )}
        </Show>
        <span class="ml-auto min-w-0 truncate pl-1 text-xs font-normal text-muted">
          {shortType(column().type)}
        </span>
      </button>
      <Menu
        label={`Actions of ${column().name}`}
        triggerClass="column-menu inline-flex size-5 shrink-0 items-center justify-center rounded-sm text-muted hover:bg-hover hover:text-ink [&>svg]:size-3.5"
        trigger={<ChevronDown />}
        items={items()}
      />
      <ResizeHandle name={column().name} width={props.placed.width} />
    </div>
  );
}

function ResizeHandle(props: { name: string; width: number }) {
  const rows = useRows();
  function start(event: PointerEvent & { currentTarget: HTMLElement }) {
    event.preventDefault();
    event.stopPropagation();
    const { currentTarget: handle, pointerId } = event;
    const from = event.clientX - props.width;
    const move = (moved: PointerEvent) => rows.layout.resize(props.name, moved.clientX - from);
    const { name } = props;
    handle.setPointerCapture(pointerId);
    handle.addEventListener('pointermove', move);
    handle.addEventListener('lostpointercapture', () => handle.removeEventListener('pointermove', move), {
      once: true,
    });
    handle.dataset.resizing = name;
  }
  return (
    <div
      aria-hidden="true"
      class="absolute inset-y-0 -right-1 z-10 w-2 cursor-col-resize touch-none hover:bg-accent/40"
      onPointerDown={start}
      onDblClick={() => rows.layout.resetWidth(props.name)}
    />
  );
}
