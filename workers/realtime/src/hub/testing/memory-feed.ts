import { value } from '@selfdb/server/testing/postgres';
import type {
  Batch,
  ChangeKind,
  Cursor,
  FeedItem,
  Replay,
  ReplayRange,
  RightsChange,
  TableChange,
} from '../../change.ts';
import { formatCursor } from '../../feed/cursor.ts';
import { isTold } from '../../feed/log/chunk-text.ts';
import { parseLsn } from '../../feed/lsn.ts';
import type { RemoteFeed } from '../subscription/feed-link.ts';

const PAGE = 2;
/** A transaction id that Postgres has not reached. */
const UNSEEN = 2 ** 31 - 1;

/** A feed that keeps its items in memory, at the current positions of Postgres' log. */
export class MemoryFeed implements RemoteFeed {
  readonly items: FeedItem[] = [];
  /** Cursors before it are answered with a gap. */
  trimmed: Cursor | undefined;
  isDown = false;
  /** New items are kept, and not delivered until `deliverHeld`. */
  isHeld = false;
  /** The number of calls of `reach`. */
  reachCalls = 0;
  /** Called before each page of a replay. */
  beforePage: () => unknown = () => {};
  #reader: ((batch: Batch) => Promise<void>) | undefined;
  #deliver: ((batch: Batch) => Promise<void>) | undefined;
  #epoch = 'epoch1';
  #position: Cursor = '';
  #index = 0;

  leave(): void {}

  /** Delivers items to this function. */
  connect(deliver: (batch: Batch) => Promise<void>): void {
    this.#reader = deliver;
  }

  async attach(): Promise<Cursor> {
    if (this.isDown) throw new Error('the feed is down');
    this.#deliver = this.#reader;
    if (this.#position === '') this.#position = await this.#next();
    return this.#position;
  }

  async ping(): Promise<boolean> {
    return this.#deliver !== undefined;
  }

  async deliverHeld(): Promise<void> {
    this.isHeld = false;
    await this.#deliver?.({ items: this.items, through: this.#position });
  }

  async reach(position: Cursor): Promise<Cursor | undefined> {
    this.reachCalls += 1;
    if (this.isDown) throw new Error('the feed is down');
    return position.startsWith(this.#epoch) ? this.#position : undefined;
  }

  /** Forgets the attached Hub. */
  detach(): void {
    this.#deliver = undefined;
  }

  async replay({ relid, userId, since, through }: ReplayRange, after: Cursor = since): Promise<Replay> {
    await this.beforePage();
    if (this.isDown) throw new Error('the feed is down');
    const isKept = since.startsWith(this.#epoch) && (this.trimmed === undefined || since >= this.trimmed);
    if (!isKept) return { gap: 'It is not kept.', cursor: through };
    const concerns = [`table:${relid}`, `user:${userId}`];
    const haveRightsChanged = this.items
      .filter((item) => item.type === 'rights')
      .some(({ of, id, cursor }) => cursor > since && concerns.includes(`${of}:${id}`));
    if (after === since && haveRightsChanged) return { gap: 'Rights have changed.', cursor: through };
    const items = this.items
      .filter(({ cursor }) => cursor > after && cursor <= through)
      .filter((item) => item.type !== 'gap')
      .filter(isTold)
      .filter((item) => item.relid === relid);
    const page = items.slice(0, PAGE);
    return { items: page, next: items.length > PAGE ? page.at(-1)?.cursor : undefined };
  }

  /** Commits a row `{n}`. */
  async row(relid: number, n: number, kind: ChangeKind = 'INSERT', filling = ''): Promise<Cursor> {
    const cursor = await this.#next();
    const image = { n, filling };
    const [after, before] = kind === 'DELETE' ? [null, image] : [image, null];
    const payload = JSON.stringify({ table: 't', schema: 'public', new: after, old: before, cursor });
    await this.#deliverItem({ type: 'row', cursor, relid, kind, payload });
    return cursor;
  }

  async table(relid: number, what: TableChange['what'], name = ''): Promise<void> {
    await this.#deliverItem({ type: 'table', cursor: await this.#next(), relid, what, name });
  }

  /** A change of rights by a transaction; by default one that no statement has seen. */
  async rights(
    of: RightsChange['of'],
    id: string | number,
    now: RightsChange['now'],
    xid = UNSEEN,
  ): Promise<void> {
    await this.#deliverItem({ type: 'rights', cursor: await this.#next(), of, id: String(id), xid, now });
  }

  /** Delivers a gap within the current history. */
  async skip(): Promise<void> {
    await this.#deliverItem({
      type: 'gap',
      cursor: await this.#next(),
      reason: 'Something could not be read.',
    });
  }

  /** Begins another history. */
  async lose(): Promise<void> {
    this.#epoch = `${this.#epoch}x`;
    this.items.length = 0;
    await this.#deliverItem({ type: 'gap', cursor: await this.#next(), reason: 'The slot was lost.' });
  }

  /** A new position. */
  async #next(): Promise<Cursor> {
    this.#index += 1;
    const lsn = parseLsn(await value('select pg_current_wal_insert_lsn()::text'));
    return formatCursor({ epoch: this.#epoch, lsn, index: this.#index });
  }

  async #deliverItem(item: FeedItem): Promise<void> {
    this.items.push(item);
    this.#position = item.cursor;
    if (!this.isHeld) await this.#deliver?.({ items: [item], through: item.cursor });
  }
}
