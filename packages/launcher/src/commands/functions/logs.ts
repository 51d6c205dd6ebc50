import { parseArgs } from 'node:util';
import type { FunctionLog, SelfDB } from '@selfdb/sdk';
import { getNamedFunction } from '../../functions/find-functions.ts';
import { withSelfdb } from '../../functions/with-selfdb.ts';
import { UserError } from '../../user-error.ts';

const DEFAULT_LINES = 50;
const MAX_LINES = 1000;
const LEVELS = ['debug', 'log', 'info', 'warn', 'error'] as const;

const OPTIONS = {
  follow: { type: 'boolean', short: 'f' },
  lines: { type: 'string', short: 'n' },
  level: { type: 'string' },
  json: { type: 'boolean' },
  url: { type: 'string' },
} as const;

/** `functions logs <name>`. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  const [name, ...rest] = positionals;
  if (name === undefined || rest.length > 0)
    throw new UserError('Name one function: `selfdb functions logs <name>`.');
  const limit = values.lines === undefined ? DEFAULT_LINES : Number(values.lines);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LINES)
    throw new UserError(`-n needs a whole number of lines, at most ${MAX_LINES}.`);
  const level = LEVELS.find((one) => one === values.level);
  if (values.level !== undefined && !level) throw new UserError(`--level needs one of ${LEVELS.join(', ')}.`);
  const { follow = false, json = false } = values;
  await withSelfdb(values.url, (selfdb) => printLogs(selfdb, name, { limit, level, follow, json }));
  return 0;
}

interface LogChoice {
  limit: number;
  level: (typeof LEVELS)[number] | undefined;
  follow: boolean;
  json: boolean;
}

async function printLogs(
  selfdb: SelfDB,
  name: string,
  { limit, level, follow, json }: LogChoice,
): Promise<void> {
  const print = (line: FunctionLog) => console.log(json ? JSON.stringify(line) : lineOf(line));
  const { id } = await getNamedFunction(selfdb, name);
  const ending = new AbortController();
  // Signs out before it ends.
  process.once('SIGINT', () => ending.abort());
  const news = selfdb.functions.followLogs(id, { level, signal: ending.signal });
  // Begins to follow before it reads what is there, so that no line falls between.
  let next = follow ? news.next() : undefined;
  const before = (await selfdb.functions.logs(id, { limit, level })).reverse();
  for (const line of before) print(line);
  for (; next; next = news.next()) {
    const { value: line } = await next;
    if (!line) return;
    if (!before.some((known) => known.id === line.id)) print(line);
  }
}

function lineOf({ timestamp, log_level: level, message }: FunctionLog): string {
  return `${timestamp}  ${level.padEnd(5)}  ${message}`;
}
