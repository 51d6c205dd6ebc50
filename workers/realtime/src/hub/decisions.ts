import type { Principal } from '@selfdb/shared/auth/principal';
import type { Row } from '@selfdb/shared/db/database';
import type { RightsChange } from '../change.ts';
import { parseLsn } from '../feed/lsn.ts';
import { inTime } from '../in-time.ts';
import type { MatchColumn } from '../matching/types/type-of.ts';
import { isBehind } from './place.ts';
import type { Question } from './repository.ts';
import { afterChange, concernOf, concernsOf, type Rights } from './rights.ts';

/** What a statement found about a question. */
export interface Answer {
  rights: Rights;
  columns: MatchColumn[];
  /** Where in Postgres' log it was found: everything that it has seen was committed before. */
  lsn: string;
}

export type Ask = (questions: Question[]) => Promise<Row[]>;

/** A change of rights that the feed has brought lately. */
interface Recent {
  change: RightsChange;
  at: number;
}

const MOST_AT_ONCE = 500;
const PATIENCE_MS = 5000;
const REMEMBER_MS = 60_000;
const AGAIN_AFTER_MS = 20;
const MOST_ATTEMPTS = 100;

/** The statement and the feed do not come to agree. */
export class UndecidedError extends Error {
  override name = 'UndecidedError';
}

/** Asks the database who may do what: many questions in one statement, and one statement at a time. */
export class Decisions {
  readonly #ask: Ask;
  readonly #now: () => number;
  readonly #recent = new Map<string, Recent>();
  #waiting: { question: Question; resolve(answer: Answer): void; reject(error: unknown): void }[] = [];
  #isAsking = false;

  constructor(ask: Ask, now: () => number) {
    this.#ask = ask;
    this.#now = now;
  }

  /**
   * The rights of a caller as the feed has them: a change that has come out of Postgres' log may for a moment not show in a
   * statement, or the other way round; then it is asked again. Throws when it can't be found out.
   */
  async find(principal: Principal, tableName: string | undefined): Promise<Answer> {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      const answer = await this.#put({ principal, tableName });
      const settled = this.#settle(answer);
      if (settled) return settled;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
    }
    throw new UndecidedError('the statement and the feed do not agree');
  }

  /** Takes note of a change that the feed has brought. */
  note(change: RightsChange): void {
    this.#recent.set(concernOf(change), { change, at: this.#now() });
  }

  /** Forgets changes that every statement sees by now. */
  forgetOld(): void {
    const oldest = this.#now() - REMEMBER_MS;
    for (const [concern, { at }] of this.#recent) if (at < oldest) this.#recent.delete(concern);
  }

  #settle(answer: Answer): Answer | undefined {
    let { rights } = answer;
    for (const concern of concernsOf(rights)) {
      const recent = this.#recent.get(concern);
      if (!recent) continue;
      const changed = afterChange(rights, recent.change, this.#now());
      if (isBehind(recent.change.cursor, answer.lsn)) rights = changed;
      else if (!isSame(changed, rights)) return undefined;
    }
    return { ...answer, rights };
  }

  #put(question: Question): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ question, resolve, reject });
      if (!this.#isAsking) void this.#askAll();
    });
  }

  async #askAll(): Promise<void> {
    this.#isAsking = true;
    // What else is asked in this turn goes along.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const asked = this.#waiting.splice(0, MOST_AT_ONCE);
      try {
        const answers = this.#ask(asked.map(({ question }) => question));
        // Others wait behind it, and a gateway that was killed may leave it unanswered.
        const rows = await inTime(answers, PATIENCE_MS, 'the database does not answer');
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

function isSame(a: Rights, b: Rights): boolean {
  return JSON.stringify([a.caller, a.table]) === JSON.stringify([b.caller, b.table]);
}

/** Throws when there is no row. */
function toAnswer({ principal }: Question, row: Row | undefined): Answer {
  if (!row) throw new TypeError('a question without an answer');
  const table = typeof row.relid === 'number' && {
    relid: row.relid,
    ownerId: String(row.owner_id),
    isPublic: row.public === true,
    isRealtime: row.realtime_enabled === true,
  };
  return {
    rights: {
      principal,
      caller: typeof row.role === 'string' ? { role: row.role } : undefined,
      table: table || undefined,
    },
    columns: toColumns(row.columns),
    lsn: parseLsn(row.lsn),
  };
}

function toColumns(described: unknown): MatchColumn[] {
  return Array.isArray(described) ? described.map(toColumn) : [];
}

function toColumn(described: Record<string, unknown>): MatchColumn {
  const { name, type, cast, category, base, labels } = described;
  return {
    name: String(name),
    type: String(type),
    cast: String(cast),
    category: String(category),
    base: typeof base === 'string' ? base : undefined,
    labels: Array.isArray(labels) ? labels.map(String) : undefined,
  };
}
