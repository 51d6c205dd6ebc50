import type { RecoveredDatabase } from '@selfdb/shared/backups/moment-schema';
import { ask, requireTerminal } from '../ask.ts';
import { formatBytes, withProgress } from '../backup/progress-line.ts';
import { loadSettings } from '../config/load-settings.ts';
import { describeMoment, parseMoment } from './moment.ts';
import { openPitr } from './open-pitr.ts';
import { restoreMoment } from './restore-moment.ts';

/** Replaces the database by what it was at a moment, after showing that and asking. Returns the exit code. */
export async function restoreTo(text: string, choice: { isAgreed: boolean; json: boolean }): Promise<number> {
  const at = parseMoment(text);
  const pitr = openPitr(loadSettings());
  if (!choice.isAgreed) requireTerminal();
  console.error(`Restoring to ${describeMoment(at)}.`);
  const { found, replaced } = await restoreMoment(pitr, at, {
    withProgress,
    async decide(recovered) {
      if (!choice.json) console.log(describe(recovered, at));
      const question = 'Replace the present database by this one? Everybody is signed out.';
      return choice.isAgreed || (await ask(question));
    },
  });
  if (replaced === undefined) return 1;
  if (choice.json) console.log(JSON.stringify({ to: at.toISOString(), found, replaced }));
  else {
    console.log(`Restored. The database before is kept for a day as ${replaced}:`);
    console.log('`selfdb restore --undo` brings it back.');
  }
  return 0;
}

function describe(found: RecoveredDatabase, at: Date): string {
  const last = found.last_transaction_at;
  const files = `${found.files.count} files with ${formatBytes(found.files.bytes)}`;
  return [
    `Found the database of ${describeMoment(at)}:`,
    `  last transaction  ${last ? describeMoment(new Date(last)) : 'that of the base backup'}`,
    `  contents          ${found.users} users, ${found.tables} tables, ${files}`,
    ...found.largest_tables.map(
      ({ name, rows, is_estimate }) => `  table ${name}  ${is_estimate ? 'about ' : ''}${rows} rows`,
    ),
  ].join('\n');
}
