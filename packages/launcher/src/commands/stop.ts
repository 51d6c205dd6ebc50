import { parseArgs } from 'node:util';
import { loadStateDirectory } from '../config/load-settings.ts';
import { statePaths } from '../config/paths.ts';
import { stopSystem } from '../supervisor/stop-system.ts';

export async function run(args: string[]): Promise<number> {
  parseArgs({ args, options: {} });
  const wasRunning = await stopSystem(statePaths(loadStateDirectory()));
  console.log(wasRunning ? 'SelfDB is stopped.' : 'SelfDB is not running.');
  return 0;
}
