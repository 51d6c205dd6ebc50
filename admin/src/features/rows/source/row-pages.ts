import type { RowValues } from '../values/show-value.ts';

/** Rows in one request. */
export const PAGE_ROWS = 100;
/** Pages kept. Ten thousand rows are far more than a screen, and bound the memory. */
const MAX_PAGES = 100;
const MAX_REQUESTS = 3;
/** How long a place must be looked at before it is fetched, if it is not beside rows that are there. */
const SETTLE_MS = 70;

/** Rows of the API, and the cursor to the next page. */
export interface FetchedPage {
  rows: RowValues[];
  next: string | null;
}

interface RowPagesOptions {
  fetchPage: (page: number, cursor: string | undefined, signal: AbortSignal) => Promise<FetchedPage>;
  /** Something has changed that `rowAt` shows. */
  onChange: () => void;
  /** The list turned out to have this many rows. */
  onEnd: (rows: number) => void;
}

/** The rows of a long list, fetched where a person looks and forgotten where nobody has looked for long. */
export class RowPages {
  readonly #options: RowPagesOptions;
  /** In the order in which they were last seen. */
  readonly #pages = new Map<number, FetchedPage>();
  readonly #failed = new Map<number, unknown>();
  readonly #running = new Map<number, AbortController>();
  #wanted: number[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: RowPagesOptions) {
    this.#options = options;
  }

  /** The row at a place, or undefined while it is not there. */
  rowAt(index: number): RowValues | undefined {
    return this.#pages.get(Math.floor(index / PAGE_ROWS))?.rows[index % PAGE_ROWS];
  }

  /** Says which rows are seen. Requests for places that are out of sight are cancelled. */
  show(first: number, last: number): void {
    const from = Math.floor(Math.max(0, first) / PAGE_ROWS);
    const to = Math.floor(Math.max(0, last) / PAGE_ROWS);
    const seen = Array.from({ length: to - from + 1 }, (_, i) => from + i);
    this.#wanted = [...seen, to + 1, ...(from > 0 ? [from - 1] : [])];
    this.#stop((page) => this.#wanted.includes(page));
    for (const number of seen) {
      const page = this.#pages.get(number);
      if (page) this.#keep(number, page);
    }
    clearTimeout(this.#timer);
    const isNear =
      this.#wanted.some((page) => this.#pages.has(page)) || (this.#pages.size === 0 && from === 0);
    if (isNear) this.#start();
    else this.#timer = setTimeout(() => this.#start(), SETTLE_MS);
  }

  /** Why rows in sight are missing. */
  error(): unknown {
    const page = this.#wanted.find((number) => this.#failed.has(number));
    return page === undefined ? undefined : this.#failed.get(page);
  }

  retry(): void {
    this.#failed.clear();
    this.#start();
  }

  /** Replaces each kept row for which `change` gives another one. */
  change(change: (row: RowValues) => RowValues): void {
    for (const [number, page] of this.#pages) {
      const rows = page.rows.map(change);
      if (rows.some((row, i) => row !== page.rows[i])) this.#pages.set(number, { ...page, rows });
    }
    this.#options.onChange();
  }

  /** The place of the first kept row that fits. */
  find(fits: (row: RowValues) => boolean): number | undefined {
    for (const [number, page] of this.#pages) {
      const index = page.rows.findIndex(fits);
      if (index >= 0) return number * PAGE_ROWS + index;
    }
    return undefined;
  }

  /** Fetches what is in sight again, showing the old rows until then, and forgets the rest. */
  async refresh(): Promise<void> {
    this.#stop(() => false);
    this.#failed.clear();
    const seen = this.#wanted.filter((number) => this.#pages.has(number));
    for (const [number, page] of [...this.#pages]) {
      if (seen.includes(number)) this.#pages.set(number, { ...page, next: null });
      else this.#pages.delete(number);
    }
    await Promise.all(seen.map((number) => this.#load(number)));
    this.#start();
  }

  pageCount(): number {
    return this.#pages.size;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#wanted = [];
    this.#stop(() => false);
  }

  #keep(number: number, page: FetchedPage): void {
    this.#pages.delete(number);
    this.#pages.set(number, page);
    for (const key of this.#pages.keys()) {
      if (this.#pages.size <= MAX_PAGES) return;
      if (!this.#wanted.includes(key)) this.#pages.delete(key);
    }
  }

  #start(): void {
    for (const number of this.#wanted) {
      if (this.#running.size >= MAX_REQUESTS) return;
      const isKnown = this.#pages.has(number) || this.#failed.has(number) || this.#running.has(number);
      if (!isKnown) void this.#load(number);
    }
  }

  async #load(number: number): Promise<void> {
    const controller = new AbortController();
    this.#running.set(number, controller);
    try {
      const cursor = this.#pages.get(number - 1)?.next ?? undefined;
      const page = await this.#options.fetchPage(number, cursor, controller.signal);
      if (controller.signal.aborted) return;
      this.#keep(number, page);
      this.#noticeEnd(number, page);
    } catch (error) {
      if (controller.signal.aborted) return;
      this.#failed.set(number, error);
    } finally {
      if (this.#running.get(number) === controller) this.#running.delete(number);
    }
    this.#options.onChange();
    this.#start();
  }

  #noticeEnd(number: number, { rows, next }: FetchedPage): void {
    if (rows.length === PAGE_ROWS || next !== null) return;
    const follows = number === 0 || this.#pages.get(number - 1)?.rows.length === PAGE_ROWS;
    if (rows.length > 0 || follows) this.#options.onEnd(number * PAGE_ROWS + rows.length);
  }

  #stop(keepRunning: (page: number) => boolean): void {
    for (const [number, controller] of this.#running) {
      if (keepRunning(number)) continue;
      this.#running.delete(number);
      controller.abort();
    }
  }
}
