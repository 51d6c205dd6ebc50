import { parseArgs } from 'node:util';
import { statePaths } from '../config/paths.ts';
import { loadStateDirectory } from '../config/settings.ts';
import { stopSystem } from '../supervisor/stop-system.ts';

export async function run(args: string[]): Promise<number> {
  parseArgs({ args, options: {} });
  const wasRunning = await stopSystem(statePaths(loadStateDirectory()));
  console.log(wasRunning ? 'SelfDB is stopped.' : 'SelfDB is not running.');
  return 0;
}
