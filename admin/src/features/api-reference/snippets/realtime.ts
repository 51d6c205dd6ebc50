import type { Target } from './call.ts';
import { scriptText } from './literals.ts';
import { oneLine } from './row-calls.ts';
import { sdkStart } from './sdk/sdk-program.ts';

/** A program that prints the changes of a table until it is stopped. */
export function realtimeProgram(target: Target, table: string): string {
  return `${sdkStart(target, true)}

// Watch ${oneLine(table)}. Ctrl+C ends the program
const channel = selfdb.realtime.channel(${scriptText(`table:${table}`)});
channel.on('*', (change) => console.log(change.event, change.new ?? change.old));
await channel.subscribe();
console.log('Watching.');`;
}
