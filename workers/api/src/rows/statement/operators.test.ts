import { ValidationError } from '@selfdb/shared/errors';
import { describe, expect, it } from 'vitest';
import { columnOf } from '../../testing/table-meta.ts';
import { type JsonValue, parseJson } from '../json-value.ts';
import { isOperator, OPERATORS } from './operators.ts';

function apply(operator: keyof typeof OPERATORS, type: string, operand: string) {
  const column = columnOf('c', type);
  const value: JsonValue = parseJson(operand);
  const left = { sql: 'c' };
  const { sql, values } = OPERATORS[operator]({
    left: Object.assign(Object.create(null), { sql: left.sql, strings: ['c'], values: [], rawStrings: ['c'] }),
    cast: column.cast,
    column,
    operand: value,
    loc: ['query', 'filter', 'c', operator],
  });
  return [sql, ...values];
}
void apply;
void describe;
void ValidationError;
it('placeholder', () => expect(isOperator('eq')).toBe(true));
