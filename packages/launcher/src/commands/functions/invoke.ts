import { readFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { explainFailure } from '../../functions/explain-failure.ts';
import { withSelfdb } from '../../functions/with-selfdb.ts';
import { UserError } from '../../user-error.ts';

const OPTIONS = {
  method: { type: 'string', short: 'X' },
  data: { type: 'string', short: 'd' },
  header: { type: 'string', short: 'H', multiple: true },
  path: { type: 'string' },
  url: { type: 'string' },
} as const;

/** The longest timeout of a function, and some time to start it. */
const TIMEOUT_MS = 310_000;

/** `functions invoke <name>`: prints the body of the answer, and on standard error a status that is no success. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  const [name, ...rest] = positionals;
  if (name === undefined || rest.length > 0)
    throw new UserError('Name one function: `selfdb functions invoke <name>`.');
  const [path, query] = splitPath(values.path ?? '');
  const body = values.data === undefined ? undefined : readData(values.data);
  const type = body === undefined ? {} : { 'Content-Type': isJson(body) ? 'application/json' : 'text/plain' };
  const headers = { ...type, ...Object.fromEntries((values.header ?? []).map(parseHeader)) };
  return withSelfdb(values.url, async (selfdb) => {
    const call = { method: values.method?.toUpperCase(), path, query, headers, body, timeout: TIMEOUT_MS };
    const response = await selfdb.functions.invoke(name, call);
    await response.body?.pipeTo(Writable.toWeb(process.stdout), { preventClose: true });
    if (process.stdout.isTTY) console.log();
    if (response.ok) return 0;
    const id = response.headers.get('X-Execution-Id') ?? '';
    console.error(`selfdb: the function answered with the status ${response.status} (execution ${id}).`);
    const reason = await explainFailure(selfdb, name, id);
    if (reason !== undefined) console.error(reason);
    return 1;
  });
}

/** As curl: `@file` is a file, `@-` standard input. */
function readData(data: string): string {
  if (!data.startsWith('@')) return data;
  const file = data.slice(1);
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (cause) {
    throw new UserError(`${file} can't be read.`, { cause });
  }
}

function splitPath(path: string): [string, Record<string, string>] {
  const [before = '', after = ''] = path.split('?', 2);
  return [before, Object.fromEntries(new URLSearchParams(after))];
}

function parseHeader(header: string): [string, string] {
  const at = header.indexOf(':');
  if (at < 1) throw new UserError(`-H needs a name and a value, as in -H 'X-Name: value'.`);
  return [header.slice(0, at).trim(), header.slice(at + 1).trim()];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
