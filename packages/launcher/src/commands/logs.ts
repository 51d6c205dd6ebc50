import { parseArgs } from 'node:util';
import { loadStateDirectory } from '../config/load-settings.ts';
import { statePaths } from '../config/paths.ts';
import { listLogs, prefixed, printNewLines } from '../logs/follow-logs.ts';
import { lastLines, logPath } from '../logs/log-file.ts';
import { UserError } from '../user-error.ts';

const defaultLines = 50;

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { follow: { type: 'boolean', short: 'f' }, lines: { type: 'string', short: 'n' } },
  });
  const count = values.lines === undefined ? defaultLines : Number(values.lines);
  if (!Number.isInteger(count) || count < 0) throw new UserError('-n needs a whole number of lines.');
  const paths = statePaths(loadStateDirectory());
  const known = listLogs(paths);
  if (known.length === 0) throw new UserError('There are no logs yet. Start SelfDB with `./selfdb start`.');
  for (const name of positionals) {
    if (!known.includes(name))
      throw new UserError(`There is no log "${name}". The logs are: ${known.join(', ')}.`);
  }
  const services = positionals.length > 0 ? positionals : undefined;
  for (const name of services ?? known) {
    const lines = lastLines(logPath(paths.logs, name), count);
    for (const line of lines) console.log(services?.length === 1 ? line : prefixed(name, line));
  }
  if (values.follow) await printNewLines(paths, { ...(services && { services }), until: () => false });
  return 0;
}
