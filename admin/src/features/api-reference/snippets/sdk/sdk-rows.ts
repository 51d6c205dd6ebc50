import { parseExact } from '../../../../ui/format/exact-json.ts';
import type { ApiCall } from '../call.ts';
import { scriptLiteral, scriptText } from '../literals.ts';

const MAX_LINE = 70;

function filterOf(query: Record<string, string>): unknown {
  try {
    return parseExact(query.filter ?? '');
  } catch {
    return undefined;
  }
}

/** A question to a table, step by step. Undefined if it asks for something that has no step. */
function queryText(table: string, query: Record<string, string>): string | undefined {
  const { filter, search, sort_by, sort_order, page, page_size, count, ...others } = query;
  const condition = filterOf(query);
  if (Object.keys(others).length > 0 || (filter !== undefined && condition === undefined)) return undefined;
  const number = (text: string) => (/^\d+$/.test(text) ? text : '1');
  const steps = [
    search === undefined ? '' : `.search(${scriptText(search)})`,
    condition === undefined ? '' : `.filter(${scriptLiteral(condition, '')})`,
    sort_by === undefined ? '' : `.sort(${scriptText(sort_by)}, ${scriptText(sort_order ?? 'desc')})`,
    page === undefined ? '' : `.page(${number(page)})`,
    page_size === undefined ? '' : `.pageSize(${number(page_size)})`,
    count === undefined ? '' : `.count(${scriptText(count)})`,
  ];
  const chain = ['.query()', ...steps.filter((step) => step !== ''), '.execute()'];
  const line = `${table}${chain.join('')}`;
  return line.length <= MAX_LINE ? line : `${table}${chain.map((step) => `\n  ${step}`).join('')}`;
}

/** The call of a method of `selfdb.table(name)`, for the operations on rows. */
export function rowsCall({ operationId, table: name, pathValues, query, body }: ApiCall): string | undefined {
  if (name === undefined) return undefined;
  const table = `selfdb.table(${scriptText(name)})`;
  const value = body?.kind === 'json' ? body.value : undefined;
  const literal = scriptLiteral(value, '');
  const row = scriptText(pathValues.row_id ?? '');
  if (operationId === 'listRows') return queryText(table, query);
  if (Object.keys(query).some((parameter) => parameter !== 'filter')) return undefined;
  switch (operationId) {
    case 'getRow':
      return `${table}.get(${row})`;
    case 'insertRows':
      return `${table}.${Array.isArray(value) ? 'insertMany' : 'insert'}(${literal})`;
    case 'updateRow':
      return `${table}.update(${row}, ${literal})`;
    case 'deleteRow':
      return `${table}.delete(${row})`;
    case 'updateRows':
      return `${table}.updateMany(${scriptLiteral(filterOf(query), '')}, ${literal})`;
    case 'deleteRows':
      return `${table}.deleteMany(${scriptLiteral(filterOf(query), '')})`;
    default:
      return undefined;
  }
}
