import type { CardColumn, TableCard } from './diagram.ts';

export const HEADER = 32;
export const LINE = 22;
const PADDING = 6;
const MIN_WIDTH = 170;
const MAX_WIDTH = 300;
const LETTER = 7;
const AROUND = 52;
/** A card with more columns shows its keys and references, and how many columns it has besides. */
const MAX_COLUMNS = 12;

export interface Size {
  width: number;
  height: number;
}

/** What a card shows of its columns. */
export function shownColumns(card: TableCard, onlyKeys: boolean): { columns: CardColumn[]; hidden: number } {
  if (!onlyKeys && card.columns.length <= MAX_COLUMNS) return { columns: card.columns, hidden: 0 };
  const telling = card.columns.filter(({ isKey, isReference }) => isKey || isReference);
  const columns = telling.slice(0, MAX_COLUMNS);
  return { columns, hidden: card.columns.length - columns.length };
}

/** The size of a card with what it shows. */
export function sizeOf(card: TableCard, onlyKeys: boolean): Size {
  const { columns, hidden } = shownColumns(card, onlyKeys);
  const longest = Math.max(
    card.name.length + 2,
    ...columns.map(({ name, type }) => name.length + Math.min(type.length, 14) + 2),
  );
  const lines = columns.length + (hidden > 0 ? 1 : 0);
  return {
    width: Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, longest * LETTER + AROUND)),
    height: HEADER + lines * LINE + PADDING,
  };
}

/** The middle of a column's line, from the top of its card; of the header if the column is not shown. */
export function lineOf(card: TableCard, column: string, onlyKeys: boolean): number {
  const index = shownColumns(card, onlyKeys).columns.findIndex(({ name }) => name === column);
  return index < 0 ? HEADER / 2 : HEADER + (index + 0.5) * LINE;
}

/** A text that fits a number of letters. */
export function fit(text: string, letters: number): string {
  const all = [...text];
  return all.length <= letters ? text : `${all.slice(0, Math.max(1, letters - 1)).join('')}…`;
}
