import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { operationKey } from '../matrix/auth-matrix.ts';
import { operationsOf, readDocument } from './document.ts';

const PAGE = join(import.meta.dirname, '../../../docs/contract.md');
/** Pages for people, and the document itself. */
const UNLISTED = ['GET /docs', 'GET /redoc', 'GET /openapi.json'];

/**
 * The operations in the first column of a table row, such as `` `GET /a`, `/b` `` or `` `PATCH`, `DELETE /a/{id}` ``.
 * A path without a method has those of the path before and stands beside it.
 */
function operationsOfRow(row: string): string[] {
  const [, cell = ''] = row.split(/(?<!\\)\|/);
  const keys: string[] = [];
  let methods: string[] = [];
  let isWaiting = false;
  let last = '';
  for (const [, code = ''] of cell.matchAll(/`([^`]+)`/g)) {
    const [, method, target] = /^([A-Z]+)?\s*(\/\S*)?$/.exec(code) ?? [];
    if (method) methods = isWaiting ? [...methods, method] : [method];
    if (method) isWaiting = target === undefined;
    if (!target) continue;
    const path = target.replace(/\?.*$/, '');
    last = method ? path : `${last.slice(0, last.lastIndexOf('/'))}${path}`;
    keys.push(...methods.map((name) => operationKey(name, last)));
    isWaiting = false;
  }
  return keys;
}

it('docs/contract.md has exactly the operations of the document', async () => {
  const rows = (await readFile(PAGE, 'utf8')).split('\n').filter((line) => line.startsWith('| `'));
  const listed = rows.flatMap(operationsOfRow);
  const documented = operationsOf(await readDocument())
    .map(({ key }) => key)
    .filter((key) => !UNLISTED.includes(key));
  expect(listed.toSorted()).toEqual([...new Set(documented)].toSorted());
});
