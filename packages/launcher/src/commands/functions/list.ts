import { parseArgs } from 'node:util';
import type { SelfDBFunction } from '@selfdb/sdk';
import { listAllFunctions } from '../../functions/find-functions.ts';
import { withSelfdb } from '../../functions/with-selfdb.ts';

/** `functions list`. */
export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { url: { type: 'string' }, json: { type: 'boolean' } } });
  const found = await withSelfdb(values.url, listAllFunctions);
  if (values.json) console.log(JSON.stringify(found));
  else console.log(found.length === 0 ? 'There are no functions.' : tableOf(found));
  return 0;
}

function tableOf(found: SelfDBFunction[]): string {
  const rows = [['NAME', 'SERVES', 'STATE', 'STARTED BY'], ...found.map(rowOf)];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lineOf = (row: string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  return rows.map((row) => lineOf(row).trimEnd()).join('\n');
}

function rowOf({
  name,
  deployed_version: serves,
  version,
  is_active,
  triggers,
  ...fn
}: SelfDBFunction): string[] {
  const waits = serves === version ? '' : ` (${version} is saved)`;
  const kinds = [...new Set(triggers.map(({ type }) => type))];
  const state = is_active ? (fn.public ? 'public' : 'active') : 'not active';
  return [name, serves === null ? 'nothing' : `version ${serves}${waits}`, state, kinds.join(', ') || 'http'];
}
