import type { Columns } from '../statement/columns.ts';
import { type StatementTraits, statementTraits } from '../statement/statement-text.ts';

const maxStatements = 500;
const maxCachedTextLength = 32 * 1024;
// A statement's parameter types are fixed when it is prepared. If a column's type changes afterwards, the
// statement keeps casting to the old type, so prepared statements are never kept for long.
const maxAgeMs = 60_000;

export interface PreparedStatement extends StatementTraits {
  /** Empty for the unnamed statement, which is never reused. */
  name: string;
  preparedAtMs: number;
  /** Undefined until the server has described them, and for a statement without rows. */
  columns: Columns | undefined;
}

/** Counts the schema changes that went through this process. After one, all sessions prepare their statements again. */
export interface SchemaVersion {
  value: number;
}

/** The prepared statements of one session, by text; the least recently used is dropped first. */
export class PreparedStatements {
  readonly #byText = new Map<string, PreparedStatement>();
  readonly #schema: SchemaVersion;
  #schemaSeen: number;
  #lastName = 0;
  #toClose: string[] = [];

  constructor(schema: SchemaVersion) {
    this.#schema = schema;
    this.#schemaSeen = schema.value;
  }

  get size(): number {
    return this.#byText.size;
  }

  find(text: string, nowMs: number): PreparedStatement | undefined {
    const found = this.#byText.get(text);
    if (!found) return undefined;
    if (nowMs - found.preparedAtMs > maxAgeMs) {
      this.forget(text);
      return undefined;
    }
    this.#byText.delete(text);
    this.#byText.set(text, found);
    return found;
  }

  add(text: string, nowMs: number): PreparedStatement {
    const cached = text.length <= maxCachedTextLength;
    const name = cached ? `s${++this.#lastName}` : '';
    const statement = { ...statementTraits(text), name, preparedAtMs: nowMs, columns: undefined };
    if (cached) {
      this.#byText.set(text, statement);
      if (this.#byText.size > maxStatements) this.#forgetOldest();
    }
    return statement;
  }

  forget(text: string): void {
    const found = this.#byText.get(text);
    if (!found) return;
    this.#byText.delete(text);
    this.#toClose.push(found.name);
  }

  /** The names to close before the next statement; forgets all of them after a change of the schema. */
  takeNamesToClose(): readonly string[] {
    if (this.#schemaSeen !== this.#schema.value) {
      this.#schemaSeen = this.#schema.value;
      for (const { name } of this.#byText.values()) this.#toClose.push(name);
      this.#byText.clear();
    }
    if (this.#toClose.length === 0) return this.#toClose;
    const names = this.#toClose;
    this.#toClose = [];
    return names;
  }

  /** Call it when the server has dropped all of them. */
  clear(): void {
    this.#byText.clear();
    this.#toClose = [];
  }

  #forgetOldest(): void {
    for (const text of this.#byText.keys()) {
      this.forget(text);
      return;
    }
  }
}
