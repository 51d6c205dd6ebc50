import { readFilter } from '@selfdb/server/filter/read-filter';
import type { Condition, FilterNode } from '@selfdb/server/filter/tree';
import { requireSmall } from '@selfdb/server/growth/require-small';
import { table } from '@selfdb/settings';
import { invalid } from '@selfdb/shared/errors';
import { compileTest, type Predicate, type Truth } from './compile-test.ts';
import { toJsonValue } from './filter-input.ts';
import type { MatchRow } from './match-row.ts';
import type { MatchColumn } from './types/type-of.ts';
import { Work } from './work.ts';

const MAX_SEARCHED = 500;

/**
 * Whether a row matches a filter, or could match as far as its values are known. Throws UndecidedError if the
 * decision takes too much work.
 */
export type RowFilter = (row: MatchRow, work?: Work) => boolean;

/**
 * Compiles a filter of the rows API to a function that decides as Postgres does in a WHERE clause. It accepts
 * and refuses what the rows API does, except what only Postgres can check: dates not in ISO 8601, checks of
 * domains, comparisons of types such as interval, inet, money or xml (`is`, `like`, `ilike` and `contains`
 * work), and everything except `is` for composite types and regclass. These are refused or not checked. A
 * filter can search for at most 500 characters. Throws ValidationError with positions under `filter`.
 */
export function compileFilter(
  filter: unknown,
  columns: MatchColumn[],
  maxNumericDigits: number = table.MAX_NUMERIC_DIGITS.default,
): RowFilter {
  const byName = new Map(columns.map((column) => [column.name, column]));
  const { root, conditions } = readFilter(toJsonValue(filter), byName, ['filter']);
  requireShortSearches(conditions);
  const values = conditions.map(({ column, operand, loc }) => ({ column, value: operand, loc }));
  requireSmall(values, { maxNumericDigits, maxGainedCharacters: Number.POSITIVE_INFINITY });
  const predicate = compileNode(root);
  const names = [...new Set(conditions.map(({ column }) => column.name))];
  // Null also means unknown. True and false are certain as long as an unknown value cannot decide.
  return (row, work = new Work()) => predicate(row, work) ?? names.some((name) => row.lacks(name));
}

/** Each searched character costs time, and other work waits meanwhile. */
function requireShortSearches(conditions: Condition<MatchColumn>[]): void {
  const lengths = conditions.map(({ test }) => {
    if (test.operator === 'like' || test.operator === 'ilike') return test.pattern.length;
    return test.operator === 'contains' ? test.text.length : 0;
  });
  if (lengths.reduce((sum, length) => sum + length, 0) <= MAX_SEARCHED) return;
  throw invalid(['filter'], `must hold at most ${MAX_SEARCHED} characters in "like", "ilike" and "contains"`);
}

function compileNode(node: FilterNode<MatchColumn>): Predicate {
  if (node.type === 'condition') return compileTest(node);
  if (node.type === 'not') return negation(compileNode(node.part));
  const parts = node.parts.map(compileNode);
  const [only, ...others] = parts;
  if (only && others.length === 0) return only;
  return logic(parts, node.type === 'or');
}

function negation(part: Predicate): Predicate {
  return (row, work) => {
    const truth = part(row, work);
    return truth === null ? null : !truth;
  };
}

/** `and` and `or`: one `deciding` part decides; otherwise one null part makes it null. */
function logic(parts: Predicate[], deciding: boolean): Predicate {
  return (row, work) => {
    let truth: Truth = !deciding;
    for (const part of parts) {
      const found = part(row, work);
      if (found === deciding) return deciding;
      if (found === null) truth = null;
    }
    return truth;
  };
}
