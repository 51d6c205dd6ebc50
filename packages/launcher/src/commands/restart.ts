import * as start from './start.ts';
import * as stop from './stop.ts';

export async function run(args: string[]): Promise<number> {
  await stop.run([]);
  return start.run(args);
}
