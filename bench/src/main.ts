import { backupRows } from './backups/index.ts';
import { functionRows } from './functions/index.ts';
import { parseOptions, usage } from './options.ts';
import { pairs } from './pairs/index.ts';
import { resultsPage } from './paths.ts';
import { realtimeRows } from './realtime/index.ts';
import { isVoid, page } from './report/page.ts';
import { writeResults } from './report/results-page.ts';
import { countName, growthName, memoryName, parallelName } from './result.ts';
import { runBench } from './run.ts';
import { fullTiming, quickTiming } from './timing.ts';
import { transfers } from './transfers/index.ts';
import { UserError } from './user-error.ts';

const exitCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** Aborts the run, so that everything is stopped. A second signal changes nothing. */
function endOnSignal(): { signal: AbortSignal; exitCode: () => number } {
  const controller = new AbortController();
  let exitCode = 1;
  for (const name of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (!controller.signal.aborted) exitCode = exitCodes[name];
      controller.abort(new UserError('Interrupted.'));
    });
  }
  return { signal: controller.signal, exitCode: () => exitCode };
}

async function main(args: string[], signal: AbortSignal): Promise<number> {
  const { quick, write, list, help, names } = parseOptions(args);
  const allNames = [
    ...[...pairs, ...transfers].map(({ name }) => name),
    growthName,
    parallelName,
    countName,
    memoryName,
    ...[...realtimeRows, ...backupRows, ...functionRows].map(({ name }) => name),
  ];
  if (help) console.log(usage);
  if (list) console.log(allNames.join('\n'));
  if (help || list) return 0;
  if (names.some((part) => !allNames.some((name) => name.includes(part)))) {
    throw new UserError(`No row has such a name. The names are: ${allNames.join(', ')}`);
  }
  const timing = quick ? quickTiming : fullTiming;
  const result = await runBench({ timing, names, signal, say: (message) => console.error(message) });
  const results = page(result);
  console.log(`\n${results}`);
  if (isVoid(result)) return 1;
  if (write) writeResults(resultsPage, results);
  return 0;
}

const interruption = endOnSignal();
try {
  process.exitCode = await main(process.argv.slice(2), interruption.signal);
} catch (error) {
  process.exitCode = interruption.exitCode();
  if (interruption.signal.aborted) console.error('Interrupted; everything has been stopped.');
  else console.error(error instanceof UserError ? error.message : error);
}
