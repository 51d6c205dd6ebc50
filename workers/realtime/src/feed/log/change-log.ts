import type { Cursor, Replay, ReplayRange } from '../../change.ts';
import { formatCursor, newEpoch } from '../cursor.ts';
import { type Lsn, nextLsn } from '../lsn.ts';
import { type Chunk, ChunkStore } from './chunk-store.ts';
import { itemText, joinChunk, type LoggedItem, positionOf, readChunk, readTable } from './chunk-text.ts';
import { type LogState, StateStore } from './log-state.ts';
import { LooseChunks } from './loose-chunks.ts';
import { RightsStore } from './rights-store.ts';
import { RowTypeStore } from './row-type-store.ts';
import { ShapeStore } from './shape-store.ts';

type Page = Exclude<Replay, { gap: string }>;

const PAGE_CHARACTERS = 256 * 1024;

export interface LogLimits {
  maxBytes: number;
  maxAgeSeconds: number;
}

/** The stored changes of one history: chunks of items in SQLite. All methods are synchronous. */
export class ChangeLog {
  readonly shapes: ShapeStore;
  readonly rowTypes: RowTypeStore;
  readonly #states: StateStore;
  readonly #chunks: ChunkStore;
  readonly #rights: RightsStore;
  readonly #loose = new LooseChunks();
  readonly #limits: LogLimits;
  #bytes: number;

  constructor(sql: SqlStorage, limits: LogLimits) {
    this.#states = new StateStore(sql);
    this.#chunks = new ChunkStore(sql);
    this.#rights = new RightsStore(sql);
    this.shapes = new ShapeStore(sql);
    this.rowTypes = new RowTypeStore(sql);
    this.#limits = limits;
    this.#bytes = this.#chunks.bytes();
  }

  /** Undefined before the first epoch. */
  get state(): LogState | undefined {
    return this.#states.current;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** The last visible change. */
  get position(): Cursor {
    return this.#cursor(this.#states.get().through);
  }

  get start(): Cursor {
    return this.#cursor(this.#states.get().start);
  }

  get trimmed(): Cursor {
    return this.#cursor(this.#states.get().trimmed);
  }

  /** The number of log messages that could not be read. */
  get skipped(): number {
    return this.state?.skipped ?? 0;
  }

  countSkipped(): void {
    this.#states.change({ skipped: this.skipped + 1 });
  }

  /** The last transaction that Postgres could not decode. */
  get givenUp(): LogState['givenUp'] {
    return this.state?.givenUp;
  }

  noteGivenUp(error: string): void {
    this.countSkipped();
    this.#states.change({ givenUp: { at: new Date().toISOString(), error } });
  }

  /**
   * Continues after a commit of this epoch whose changes are not stored. Readers before it get only the reason.
   */
  skipCommit(lsn: Lsn, reason: string): void {
    const cursor = formatCursor({ epoch: this.#states.get().epoch, lsn, index: 0 });
    this.discardUnseen();
    this.show(cursor, nextLsn(lsn));
    this.lose(cursor, reason);
  }

  /** Deletes everything and starts another history at a position of Postgres' log. */
  beginEpoch(system: string, lsn: Lsn, reason: string): void {
    const epoch = newEpoch();
    const { skipped, givenUp } = this;
    const start = positionOf(formatCursor({ epoch, lsn, index: 0 }));
    this.#chunks.clear();
    this.#rights.clear();
    this.#loose.forget();
    this.shapes.clear();
    this.rowTypes.clear();
    this.#bytes = 0;
    const positions = { start, through: start, position: lsn, trimmed: start };
    this.#states.set({ epoch, reason, system, ...positions, skipped, givenUp });
  }

  /** Stores items. Readers do not see them until `show` passes them. */
  append(items: LoggedItem[]): void {
    const [first, last] = [items[0], items.at(-1)];
    if (!first || !last) return;
    const chunk: Chunk = {
      first: positionOf(first.cursor),
      last: positionOf(last.cursor),
      relids: joinRelids(items.map((item) => (item.type === 'rights' ? 0 : item.relid))),
      at: Date.now(),
      body: joinChunk(items.map(itemText)),
    };
    for (const item of items) if (item.type === 'rights') this.#rights.note(item);
    const bytes = this.#chunks.add(chunk);
    this.#bytes += bytes;
    this.#loose.add(chunk.first, bytes);
  }

  /** Makes everything up to a cursor visible. */
  show(through: Cursor, position: Lsn): void {
    this.#states.change({ through: positionOf(through), position });
    if (this.#loose.areWorthJoining) this.#joinLoose();
  }

  /** Readers before a cursor, which must be visible, get only the reason for what lies before it. */
  lose(through: Cursor, reason: string): void {
    this.#states.change({ trimmed: positionOf(through), gapReason: reason });
  }

  moveTo(position: Lsn): void {
    this.#states.change({ position });
  }

  /** Deletes what was received of a transaction that will come again. */
  discardUnseen(): void {
    if (!this.state) return;
    this.#chunks.removeAfter(this.state.through);
    this.#bytes = this.#chunks.bytes();
  }

  /** Items after a cursor of this epoch, about `PAGE_CHARACTERS` of them; none at the end. */
  read(after: Cursor): LoggedItem[] {
    const { epoch, through } = this.#states.get();
    const from = positionOf(after);
    const items: LoggedItem[] = [];
    let characters = 0;
    for (const { body } of this.#chunks.read({ after: from, through })) {
      for (const item of readChunk(epoch, body, from, through)) items.push(item);
      characters += body.length;
      if (characters >= PAGE_CHARACTERS) break;
    }
    return items;
  }

  /** Whether the rights of the table or the user have changed after a cursor of this epoch. */
  haveRightsChanged({ relid, userId, since }: Omit<ReplayRange, 'through'>): boolean {
    return this.#rights.haveChanged(relid, userId, positionOf(since));
  }

  /** Items of one table after a cursor and up to another, and where the next page begins. */
  replay({ relid, through }: Pick<ReplayRange, 'relid' | 'through'>, after: Cursor): Page {
    const { epoch, through: seen } = this.#states.get();
    const [end = seen] = [positionOf(through), seen].sort();
    const range = { relid, after: positionOf(after), through: end };
    const page: Page = { items: [], next: undefined };
    let characters = 0;
    for (const { body, last } of this.#chunks.read(range)) {
      for (const item of readTable(epoch, body, range)) {
        page.items.push(item);
        characters += item.type === 'row' ? item.payload.length : 0;
      }
      page.next = last < end ? this.#cursor(last) : undefined;
      if (characters >= PAGE_CHARACTERS) return page;
    }
    return { ...page, next: undefined };
  }

  /** Deletes what is too old or too much, but nothing after `keepAfter`, which a reader still needs. */
  trim(keepAfter: Cursor): void {
    const keep = positionOf(keepAfter);
    const oldestAt = Date.now() - this.#limits.maxAgeSeconds * 1000;
    let trimmed: string | undefined;
    for (let chunk = this.#chunks.oldest(); chunk; chunk = this.#chunks.oldest()) {
      const isDue = this.#bytes > this.#limits.maxBytes || chunk.at < oldestAt;
      if (!isDue || chunk.last > keep || chunk.last > this.#states.get().through) break;
      this.#chunks.remove(chunk.first);
      this.#bytes -= chunk.bytes;
      trimmed = chunk.last;
    }
    if (trimmed === undefined) return;
    this.#rights.removeThrough(trimmed);
    if (this.#loose.first !== undefined && this.#loose.first <= trimmed) this.#loose.forget();
    if (trimmed > this.#states.get().trimmed) this.#states.change({ trimmed, gapReason: undefined });
  }

  #joinLoose(): void {
    const { through } = this.#states.get();
    const chunks = this.#chunks.within(this.#loose.first ?? through, through);
    this.#loose.forget();
    const [oldest, newest] = [chunks[0], chunks.at(-1)];
    if (!oldest || !newest || chunks.length < 2) return;
    for (const chunk of chunks) this.#chunks.remove(chunk.first);
    this.#chunks.add({
      first: oldest.first,
      last: newest.last,
      relids: joinRelids(chunks.flatMap((chunk) => chunk.relids.split(',').filter(Boolean))),
      at: newest.at,
      body: joinChunk(chunks.map(({ body }) => body)),
    });
  }

  #cursor(position: string): Cursor {
    return `${this.#states.get().epoch}:${position}`;
  }
}

/** The form in a chunk, each oid once. */
function joinRelids(relids: (number | string)[]): string {
  return `,${[...new Set(relids)].join(',')},`;
}
