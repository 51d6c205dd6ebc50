import type { GridColumn } from '../values/column-kind.ts';

/** A comparison that a person can choose for a column. */
export type FilterOperator =
  | 'eq'
  | 'neq'
  | 'gt'
  | 'gte'
  | 'lt'
  | 'lte'
  | 'in'
  | 'nin'
  | 'contains'
  | 'like'
  | 'ilike'
  | 'null'
  | 'not_null';

/** One line of the filter. `value` is as typed. */
export interface FilterCondition {
  column: string;
  operator: FilterOperator;
  value: string;
}

export const OPERATOR_LABELS: Record<FilterOperator, string> = {
  eq: 'is',
  neq: 'is not',
  gt: 'is more than',
  gte: 'is at least',
  lt: 'is less than',
  lte: 'is at most',
  in: 'is one of',
  nin: 'is none of',
  contains: 'contains',
  like: 'is like (case matters)',
  ilike: 'is like',
  null: 'is NULL',
  not_null: 'is not NULL',
};

const COMPARED: FilterOperator[] = ['eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'in', 'nin', 'null', 'not_null'];
const EQUAL: FilterOperator[] = ['eq', 'neq', 'in', 'nin', 'null', 'not_null'];
const TEXTS: FilterOperator[] = ['contains', 'ilike', 'like', ...COMPARED];

/** What can be asked of a column, the likeliest first. */
export function operatorsOf(column: GridColumn | undefined): FilterOperator[] {
  switch (column?.kind) {
    case 'text':
      return TEXTS;
    case 'boolean':
    case 'enum':
    case 'uuid':
      return EQUAL;
    case 'array':
    case 'json':
      return ['contains', 'eq', 'neq', 'null', 'not_null'];
    default:
      return COMPARED;
  }
}

/** Whether the operator compares with a value. */
export function needsValue(operator: FilterOperator): boolean {
  return operator !== 'null' && operator !== 'not_null';
}

/** A condition to begin with: the first column, without a value. */
export function firstCondition([column]: readonly GridColumn[]): FilterCondition {
  return { column: column?.name ?? '', operator: operatorsOf(column)[0] ?? 'eq', value: '' };
}
