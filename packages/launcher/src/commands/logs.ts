import { parseArgs } from 'node:util';
import { loadStateDirectory } from '../config/load-settings.ts';
import { type StatePaths, statePaths } from '../config/paths.ts';
import { listLogs, prefixed, printNewLines } from '../logs/follow-logs.ts';
import { lastLines, logPath } from '../logs/log-file.ts';
import { lineOfEntry, type MatchingQuery, matchingEntries } from '../logs/matching-entries.ts';
import { LEVELS } from '../logs/reading/log-filter.ts';
import { UserError } from '../user-error.ts';

const defaultLines = 50;

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      follow: { type: 'boolean', short: 'f' },
      lines: { type: 'string', short: 'n' },
      request: { type: 'string' },
      level: { type: 'string' },
      service: { type: 'string', multiple: true },
      json: { type: 'boolean' },
    },
  });
  const count = values.lines === undefined ? defaultLines : Number(values.lines);
  if (!Number.isInteger(count) || count < 0) throw new UserError('-n needs a whole number of lines.');
  const level = LEVELS.find((one) => one === values.level);
  if (values.level !== undefined && !level)
    throw new UserError(`--level needs one of ${LEVELS.join(', ')}. It shows that level and what is worse.`);
  const paths = statePaths(loadStateDirectory());
  checkNames(paths, positionals);
  const logs = positionals.length > 0 ? positionals : undefined;
  const { request, service: services, follow = false, json = false } = values;
  if (json || level || request !== undefined || services) {
    const filter = { level, request_id: request, services };
    return printMatching(paths, { filter, logs, count, follow }, json);
  }
  await printLines(paths, logs, count, follow);
  return 0;
}

function checkNames(paths: StatePaths, names: string[]): void {
  const known = listLogs(paths);
  if (known.length === 0) throw new UserError('There are no logs yet. Start SelfDB with `./selfdb start`.');
  for (const name of names) {
    if (!known.includes(name))
      throw new UserError(`There is no log "${name}". The logs are: ${known.join(', ')}.`);
  }
}

async function printMatching(paths: StatePaths, query: MatchingQuery, json: boolean): Promise<number> {
  let found = 0;
  for await (const entry of matchingEntries(paths, query)) {
    found += 1;
    console.log(json ? JSON.stringify(entry) : lineOfEntry(entry));
  }
  if (found === 0 && query.count > 0) console.error('No line of the logs matches.');
  return 0;
}

async function printLines(
  paths: StatePaths,
  services: string[] | undefined,
  count: number,
  follow: boolean,
): Promise<void> {
  for (const name of services ?? listLogs(paths)) {
    const lines = lastLines(logPath(paths.logs, name), count);
    for (const line of lines) console.log(services?.length === 1 ? line : prefixed(name, line));
  }
  if (follow) await printNewLines(paths, { ...(services && { services }), until: () => false });
}
