import { isExactNumber, parseExact } from '../../../ui/format/exact-json.ts';
import type { GridColumn } from '../values/column-kind.ts';
import { valueText } from '../values/show-value.ts';
import { type FilterCondition, type FilterOperator, needsValue, OPERATOR_LABELS } from './conditions.ts';

/** A filter of the rows API. */
export type ApiFilter = Record<string, unknown>;

/** A filter as a list of conditions, where it can be shown as one. */
export interface ConditionList {
  joiner: 'and' | 'or';
  conditions: FilterCondition[];
}

/** The filter of the API for conditions; undefined for none. `isJson` tells columns whose values are documents. */
export function toFilter(list: ConditionList, isJson: (column: string) => boolean): ApiFilter | undefined {
  const parts = list.conditions.map(({ column, operator, value }): ApiFilter => {
    if (operator === 'null' || operator === 'not_null') return { [column]: { is: operator } };
    return { [column]: { [operator]: operand(operator, value, isJson(column)) } };
  });
  const [first] = parts;
  return parts.length < 2 ? first : { [list.joiner]: parts };
}

/** The filter for those conditions that have a value where they need one. */
export function completeFilter(list: ConditionList, columns: readonly GridColumn[]): ApiFilter | undefined {
  const conditions = list.conditions.filter(({ operator, value }) => !needsValue(operator) || value !== '');
  return toFilter({ ...list, conditions }, (name) =>
    columns.some((column) => column.name === name && column.kind === 'json'),
  );
}

function operand(operator: FilterOperator, value: string, isJson: boolean): unknown {
  if (operator === 'in' || operator === 'nin') return splitList(value);
  return isJson ? jsonOrText(value) : value;
}

function jsonOrText(value: string): unknown {
  try {
    return parseExact(value);
  } catch {
    return value;
  }
}

/** Values separated by commas; a value in double quotes may hold commas. */
export function splitList(text: string): string[] {
  const parts = text.match(/\s*"(?:[^"]|"")*"\s*|[^,]+/g) ?? [];
  return parts
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) =>
      part.startsWith('"') && part.endsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part,
    );
}

const joinList = (values: unknown[]) =>
  values
    .map((value) =>
      /[,"]/.test(valueText(value)) ? `"${valueText(value).replaceAll('"', '""')}"` : valueText(value),
    )
    .join(', ');

/** The conditions of a filter, or undefined if it nests and so can only be shown as JSON. */
export function toConditions(filter: ApiFilter | undefined): ConditionList | undefined {
  if (!filter) return { joiner: 'and', conditions: [] };
  const [entry, ...more] = Object.entries(filter);
  if (!entry) return { joiner: 'and', conditions: [] };
  const [key, value] = entry;
  if (more.length === 0 && (key === 'and' || key === 'or') && Array.isArray(value)) {
    const conditions = value.map((part) => (isObject(part) ? singleCondition(part) : undefined));
    const all = conditions.filter((condition) => condition !== undefined);
    return all.length === conditions.length ? { joiner: key, conditions: all } : undefined;
  }
  const conditions = Object.entries(filter).map(([name, test]) => singleCondition({ [name]: test }));
  const all = conditions.filter((condition) => condition !== undefined);
  return all.length === conditions.length ? { joiner: 'and', conditions: all } : undefined;
}

function singleCondition(part: ApiFilter): FilterCondition | undefined {
  const entries = Object.entries(part);
  const [column, test] = entries[0] ?? [];
  if (entries.length !== 1 || column === undefined || ['and', 'or', 'not'].includes(column)) return undefined;
  if (test === null) return { column, operator: 'null', value: '' };
  if (!isObject(test))
    return Array.isArray(test) ? undefined : { column, operator: 'eq', value: valueText(test) };
  const tests = Object.entries(test);
  const [operator, value] = tests[0] ?? [];
  if (tests.length !== 1 || operator === undefined) return undefined;
  if (operator === 'is' && (value === 'null' || value === 'not_null')) {
    return { column, operator: value, value: '' };
  }
  if (!isFilterOperator(operator)) return undefined;
  return {
    column,
    operator,
    value: Array.isArray(value) && operator.endsWith('in') ? joinList(value) : valueText(value),
  };
}

function isFilterOperator(name: string): name is FilterOperator {
  return Object.hasOwn(OPERATOR_LABELS, name) && name !== 'null' && name !== 'not_null';
}

function isObject(value: unknown): value is ApiFilter {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isExactNumber(value);
}

/** A filter from the URL or from a text field. */
export function parseFilterText(text: string): ApiFilter | undefined {
  try {
    const value = parseExact(text);
    return isObject(value) && Object.keys(value).length > 0 ? value : undefined;
  } catch {
    return undefined;
  }
}
