import { NotFoundError } from '../errors.ts';
import type { HttpClient } from '../http/client.ts';
import { unlessAborted } from '../http/deadline.ts';
import type { RequestOptions } from '../http/request-options.ts';

/** How long an id is believed: so long may a name that another program gave to another table lead to the old one. */
const MAX_AGE = 30_000;
const PAGE = 1000;

interface Known {
  id: Promise<string>;
  until: number;
}

/** The ids of tables by name, as the API wants ids. */
export class TableIds {
  readonly #http: HttpClient;
  readonly #known = new Map<string, Known>();

  constructor(http: HttpClient) {
    this.#http = http;
  }

  /** Forgets all names: a table has been renamed or dropped, or another user sees other tables. */
  forget(): void {
    this.#known.clear();
  }

  /**
   * Runs work with the id of a table. If the table is gone, it may have been made again, so the name is looked up and the work
   * is done once more. Throws NotFoundError if you may see no table of that name.
   */
  async with<T>(
    name: string,
    options: RequestOptions | undefined,
    work: (id: string) => Promise<T>,
  ): Promise<T> {
    const known = this.#known.get(name);
    const id = await this.#idOf(name, options?.signal);
    try {
      return await work(id);
    } catch (error) {
      if (!(error instanceof NotFoundError) || known === undefined) throw error;
      this.#known.delete(name);
      const found = await this.#idOf(name, options?.signal);
      if (found === id) throw error;
      return work(found);
    }
  }

  #idOf(name: string, signal: AbortSignal | undefined): Promise<string> {
    // The look-up is shared, so it goes on when one of its callers is aborted.
    const id = this.#lookUp(name);
    return signal ? unlessAborted(id, signal) : id;
  }

  #lookUp(name: string): Promise<string> {
    const known = this.#known.get(name);
    if (known && Date.now() < known.until) return known.id;
    const id = this.#find(name);
    this.#known.set(name, { id, until: Date.now() + MAX_AGE });
    id.catch(() => {
      if (this.#known.get(name)?.id === id) this.#known.delete(name);
    });
    return id;
  }

  /** The API searches within names and descriptions, so the right one may be on any page. */
  async #find(name: string): Promise<string> {
    for (let skip = 0; ; skip += PAGE) {
      const query = { search: name, sort_by: 'name' as const, sort_order: 'asc' as const, limit: PAGE, skip };
      const tables = await this.#http.call('GET /tables', { query });
      const found = tables.find((table) => table.name === name);
      if (found) return found.id;
      if (tables.length < PAGE) break;
    }
    const message = `There is no table ${JSON.stringify(name)}, or you may not see it.`;
    throw new NotFoundError(message, { status: 404, code: 'not_found' });
  }
}
