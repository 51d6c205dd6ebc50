import type { ChangeKind, Cursor, FeedItem, Gap, RowChange, TableChange } from '../../change.ts';

/** The items that the log stores. Gaps are not stored. */
export type LoggedItem = Exclude<FeedItem, Gap>;

/** A control character that does not occur in JSON text. */
const SEPARATOR = '\u001e';
/** Marks a name that is written as JSON. */
const ESCAPE = '\u001f';
/** Between a relid and the depth of a change. */
const AT_DEPTH = '~';
const KIND_TAGS: Record<ChangeKind, string> = { INSERT: 'I', UPDATE: 'U', DELETE: 'D' };
const KINDS: Record<string, ChangeKind> = { I: 'INSERT', U: 'UPDATE', D: 'DELETE' };
const PARTIAL_TAGS: Record<ChangeKind, string> = { INSERT: 'N', UPDATE: 'P', DELETE: 'Q' };
const PARTIAL_KINDS: Record<string, ChangeKind> = { N: 'INSERT', P: 'UPDATE', Q: 'DELETE' };
const TABLE_TAGS: Record<TableChange['what'], string> = {
  truncated: 'T',
  repartitioned: 'R',
  restructured: 'C',
  retyped: 'Y',
  lost: 'L',
  altered: 'A',
  seen: 'S',
};
const TABLE_CHANGES: Record<string, TableChange['what']> = {
  ...{
    T: 'truncated',
    R: 'repartitioned',
    C: 'restructured',
    Y: 'retyped',
    L: 'lost',
    A: 'altered',
    S: 'seen',
  },
};
const RIGHTS_TAGS = { user: 'u', session: 's', table: 't' } as const;
const RIGHTS: Record<string, 'user' | 'session' | 'table'> = { u: 'user', s: 'session', t: 'table' };
/** The length of a cursor without its epoch. */
const POSITION_LENGTH = 25;

/** The position within the epoch. */
export function positionOf(cursor: Cursor): string {
  return cursor.slice(-POSITION_LENGTH);
}

export function joinChunk(texts: string[]): string {
  return texts.join(SEPARATOR);
}

/** `I`, position, relid in base 36, `~` and the depth if there is one, space, JSON. */
export function itemText(item: LoggedItem): string {
  const position = positionOf(item.cursor);
  switch (item.type) {
    case 'row':
      return `${(item.isPartial ? PARTIAL_TAGS : KIND_TAGS)[item.kind]}${position}${item.relid.toString(36)}${depthText(item.depth)} ${item.payload}`;
    case 'table':
      return `${TABLE_TAGS[item.what]}${position}${item.relid.toString(36)} ${nameText(item.name)}`;
    case 'rights':
      return `${RIGHTS_TAGS[item.of]}${position} ${JSON.stringify({ id: item.id, xid: item.xid, now: item.now })}`;
  }
}

/** The items of a chunk after a position and up to another. */
export function readChunk(epoch: string, chunk: string, after: string, through: string): LoggedItem[] {
  return textsBetween(chunk, after, through).map((text) => parseItem(epoch, text));
}

/** All items of a chunk, which may be empty. */
export function parseChunk(epoch: string, chunk: string): LoggedItem[] {
  return chunk === '' ? [] : chunk.split(SEPARATOR).map((text) => parseItem(epoch, text));
}

/** The items of one table that clients receive. */
export function readTable(
  epoch: string,
  chunk: string,
  { relid, after, through }: { relid: number; after: string; through: string },
): (RowChange | TableChange)[] {
  const marks = [' ', AT_DEPTH].map((end) => `${relid.toString(36)}${end}`);
  return textsBetween(chunk, after, through)
    .filter((text) => marks.some((mark) => text.startsWith(mark, 1 + POSITION_LENGTH)))
    .map((text) => parseItem(epoch, text))
    .filter(isTold);
}

/** Whether clients receive it. */
export function isTold(item: LoggedItem): item is RowChange | TableChange {
  return item.type === 'row' || (item.type === 'table' && item.what !== 'altered' && item.what !== 'seen');
}

function textsBetween(chunk: string, after: string, through: string): string[] {
  const texts = chunk.split(SEPARATOR);
  const position = (text: string | undefined) => text?.slice(1, 1 + POSITION_LENGTH) ?? '';
  if (position(texts[0]) > after && position(texts.at(-1)) <= through) return texts;
  return texts.filter((text) => position(text) > after && position(text) <= through);
}

function parseItem(epoch: string, text: string): LoggedItem {
  const tag = text.charAt(0);
  const cursor = `${epoch}:${text.slice(1, 1 + POSITION_LENGTH)}`;
  const space = text.indexOf(' ', 1 + POSITION_LENGTH);
  const rest = text.slice(space + 1);
  const of = RIGHTS[tag];
  if (of) return { type: 'rights', cursor, of, ...JSON.parse(rest) };
  const [table = '', depthOfRow] = text.slice(1 + POSITION_LENGTH, space).split(AT_DEPTH);
  const relid = Number.parseInt(table, 36);
  const what = TABLE_CHANGES[tag];
  if (what) return { type: 'table', cursor, relid, what, ...nameIn(rest) };
  const depth = depthOfRow === undefined ? {} : { depth: Number(depthOfRow) };
  const partial = PARTIAL_KINDS[tag];
  if (partial) return { type: 'row', cursor, relid, kind: partial, payload: rest, isPartial: true, ...depth };
  const kind = KINDS[tag];
  if (!kind) throw new Error(`the log has an item of an unknown kind: ${tag}`);
  return { type: 'row', cursor, relid, kind, payload: rest, ...depth };
}

function depthText(depth: number | undefined): string {
  return depth === undefined ? '' : `${AT_DEPTH}${depth}`;
}

/** A name can contain any character, including the separator. */
function nameText(name = ''): string {
  return name.includes(SEPARATOR) || name.startsWith(ESCAPE) ? `${ESCAPE}${JSON.stringify(name)}` : name;
}

function nameIn(text: string): { name?: string } {
  if (text === '') return {};
  return { name: text.startsWith(ESCAPE) && text.endsWith('"') ? JSON.parse(text.slice(1)) : text };
}
