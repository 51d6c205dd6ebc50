import type { Principal } from '@selfdb/server/auth/principal';
import type { RightsChange } from '../../change.ts';
import { parseLsn } from '../../feed/lsn.ts';
import type { MatchColumn } from '../../matching/types/type-of.ts';
import { hasSeen, parseSnapshot, type Snapshot } from '../../snapshot.ts';
import { withTimeout } from '../../with-timeout.ts';
import type { Question, RightsRow } from './repository.ts';
import { afterChange, concernOf, concernsOf, type Rights, readAccess } from './rights.ts';

/** What a statement found for a question. */
export interface Answer {
  rights: Rights;
  columns: MatchColumn[];
  /** A position in Postgres' log: everything that the statement saw was committed before it. */
  lsn: string;
  /** What the statement saw. */
  snapshot: Snapshot;
}

export type Ask = (questions: Question[]) => Promise<RightsRow[]>;

/** A change of rights that the feed delivered recently. */
interface RecentChange {
  change: RightsChange;
  at: number;
}

const MAX_QUESTIONS = 500;
const TIMEOUT_MS = 5000;
const REMEMBER_MS = 60_000;

/** Asks the database about rights: many questions in one statement, one statement at a time. */
export class Authorizer {
  readonly #ask: Ask;
  readonly #now: () => number;
  readonly #recent = new Map<string, RecentChange>();
  #waiting: { question: Question; resolve(answer: Answer): void; reject(error: unknown): void }[] = [];
  #isAsking = false;

  constructor(ask: Ask, now: () => number) {
    this.#ask = ask;
    this.#now = now;
  }

  /**
   * The rights of a caller at the feed's position, which may be ahead of what a statement sees. Throws if they
   * cannot be determined.
   */
  async find(principal: Principal, tableName: string | undefined): Promise<Answer> {
    const answer = await this.#put({ principal, tableName });
    let { rights } = answer;
    for (const concern of concernsOf(rights)) {
      const recent = this.#recent.get(concern);
      if (!recent || hasSeen(answer.snapshot, recent.change.xid)) continue;
      rights = afterChange(rights, recent.change, this.#now());
    }
    return { ...answer, rights };
  }

  /** Notes a change that the feed has delivered. */
  note(change: RightsChange): void {
    this.#recent.set(concernOf(change), { change, at: this.#now() });
  }

  /** Forgets all changes: transactions of another history had other ids. */
  forget(): void {
    this.#recent.clear();
  }

  /** Forgets changes that every statement sees by now. */
  forgetOld(): void {
    const oldest = this.#now() - REMEMBER_MS;
    for (const [concern, { at }] of this.#recent) if (at < oldest) this.#recent.delete(concern);
  }

  #put(question: Question): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ question, resolve, reject });
      if (!this.#isAsking) void this.#askAll();
    });
  }

  async #askAll(): Promise<void> {
    this.#isAsking = true;
    // Questions asked in the same turn share the statement.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const asked = this.#waiting.splice(0, MAX_QUESTIONS);
      try {
        const answers = this.#ask(asked.map(({ question }) => question));
        // Other questions wait for this one, and a killed gateway may never answer.
        const rows = await withTimeout(answers, TIMEOUT_MS, 'the database does not answer');
        asked.forEach(({ question, resolve }, i) => {
          resolve(toAnswer(question, rows[i]));
        });
      } catch (error) {
        for (const { reject } of asked) reject(error);
      }
    }
    this.#isAsking = false;
  }
}

/** Throws if there is no row. */
function toAnswer({ principal, tableName = '' }: Question, row: RightsRow | undefined): Answer {
  if (!row) throw new TypeError('a question without an answer');
  const table = typeof row.relid === 'number' && {
    id: String(row.table_id),
    relid: row.relid,
    name: tableName,
    ownerId: String(row.owner_id),
    access: readAccess(row.access),
    isRealtime: row.realtime_enabled === true,
  };
  return {
    rights: {
      principal,
      caller: row.role ? { role: row.role } : undefined,
      table: table || undefined,
    },
    columns: toColumns(row.columns),
    lsn: parseLsn(row.lsn),
    snapshot: parseSnapshot(row.snapshot),
  };
}

function toColumns(described: unknown): MatchColumn[] {
  return Array.isArray(described) ? described.map(toColumn) : [];
}

function toColumn(described: Record<string, unknown>): MatchColumn {
  const { name, type, cast, category, base, labels, hidesText, collation } = described;
  return {
    name: String(name),
    type: String(type),
    cast: String(cast),
    category: String(category),
    base: typeof base === 'string' ? base : undefined,
    hidesText: hidesText === true,
    labels: Array.isArray(labels) ? labels.map(String) : undefined,
    collation: collation === 'linguistic' || collation === 'nondeterministic' ? collation : undefined,
  };
}
