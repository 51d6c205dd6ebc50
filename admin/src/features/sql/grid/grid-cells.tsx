import { shortType } from '../../../ui/format/types.ts';
import { cellText, isNumericType } from '../results/cells.ts';
import type { ResultData } from '../results/export-text.ts';

/** A column's place, as the virtualizer gives it. */
interface ColumnPlace {
  index: number;
  start: number;
  size: number;
}

type Column = ResultData['columns'][number] | undefined;

const SHOWN_CHARACTERS = 300;
const CELL =
  'absolute top-0 flex h-full items-center overflow-hidden border-l border-line px-2 whitespace-pre';

/** A cell of the head: name and type. */
export function headerCell(column: Column, { index, start, size }: ColumnPlace) {
  const { name = '', type = '' } = column ?? {};
  const title = `${name}: ${type}`;
  const style = `left:${start}px;width:${size}px`;
  const position = index + 1;
  const short = shortType(type);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element can't be drawn in part
    <div
      role="columnheader"
      tabIndex={-1}
      aria-colindex={position}
      title={title}
      style={style}
      class="absolute top-0 flex h-full items-center gap-2 border-l border-line px-2 font-sans"
    >
      <span class="truncate font-medium text-ink">{name}</span>
      <span class="ml-auto shrink-0 text-muted">{short}</span>
    </div>
  );
}

/** A cell with a value. All it shows is computed once, so that it costs no tracking. */
export function resultCell(value: unknown, column: Column, row: number, { index, start, size }: ColumnPlace) {
  const text = cellText(value);
  const shown = text === undefined ? 'NULL' : text.slice(0, SHOWN_CHARACTERS).replaceAll(/\s/g, ' ');
  const place = `${row}-${index}`;
  const id = `cell-${place}`;
  const style = `left:${start}px;width:${size}px`;
  const position = index + 1;
  const look = `${CELL} ${isNumericType(column?.type ?? '') ? 'justify-end' : ''}`;
  const textLook = text === undefined ? 'text-muted italic' : 'truncate';
  return (
    // biome-ignore lint/a11y/useSemanticElements: see above
    <div
      id={id}
      role="gridcell"
      tabIndex={-1}
      aria-colindex={position}
      data-cell={place}
      style={style}
      class={look}
    >
      <span class={textLook}>{shown}</span>
    </div>
  );
}
