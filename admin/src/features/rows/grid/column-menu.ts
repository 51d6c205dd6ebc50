import type { MenuItem } from '../../../ui/overlays/menu.tsx';
import type { RowsModel } from '../rows-model.ts';
import type { GridColumn } from '../values/column-kind.ts';
import { operatorsOf } from '../view/conditions.ts';

const STEP = 40;

/** What can be done with a column, also without a mouse. */
export function columnMenuItems(rows: RowsModel, column: GridColumn): MenuItem[] {
  const { name } = column;
  const placed = rows.layout.placed();
  const index = placed.findIndex((other) => other.column.name === name);
  const before = placed[index - 1]?.column.name;
  const after = placed[index + 1]?.column.name;
  const width = placed[index]?.width ?? 0;
  return [
    { label: 'Sort ascending', onSelect: () => rows.view.setSort({ column: name, order: 'asc' }) },
    { label: 'Sort descending', onSelect: () => rows.view.setSort({ column: name, order: 'desc' }) },
    {
      label: 'Filter by this column',
      separated: true,
      onSelect: () =>
        rows.setNewCondition({ column: name, operator: operatorsOf(column)[0] ?? 'eq', value: '' }),
    },
    {
      label: 'Move left',
      separated: true,
      disabled: before === undefined,
      onSelect: () => before !== undefined && rows.layout.move(name, before),
    },
    {
      label: 'Move right',
      disabled: after === undefined,
      onSelect: () => after !== undefined && rows.layout.move(name, after),
    },
    { label: 'Wider', onSelect: () => rows.layout.resize(name, width + STEP) },
    { label: 'Narrower', onSelect: () => rows.layout.resize(name, width - STEP) },
    {
      label: 'Hide',
      separated: true,
      disabled: placed.length < 2,
      onSelect: () => rows.layout.setVisible(name, false),
    },
  ];
}
