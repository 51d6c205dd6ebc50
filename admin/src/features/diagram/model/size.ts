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
    lettersOf(card.name) + 2,
    ...columns.map(({ name, type }) => lettersOf(name) + Math.min(type.length, 14) + 2),
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

const FULL_WIDTH =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]|\p{Emoji_Presentation}/u;
const NO_WIDTH = /[\p{Mn}\p{Me}\u200d]/u;

/** How wide a letter is, in letters of a usual width. */
function widthOf(letter: string): number {
  if (FULL_WIDTH.test(letter)) return 2;
  if (NO_WIDTH.test(letter)) return 0;
  if ('MW@'.includes(letter)) return 2;
  return 'mw%'.includes(letter) ? 1.5 : 1;
}

/** How wide a text is, in letters of a usual width. */
export function lettersOf(text: string): number {
  return [...text].reduce((sum, letter) => sum + widthOf(letter), 0);
}

/** A text that fits into the width of so many letters. */
export function fit(text: string, letters: number): string {
  if (lettersOf(text) <= letters) return text;
  let width = 1;
  let shown = '';
  for (const letter of text) {
    width += widthOf(letter);
    if (width > letters && shown !== '') break;
    shown += letter;
  }
  return `${shown}…`;
}
