import { JobCancelled } from '@selfdb/backup/host/jobs';
import type { RecoveredDatabase } from '@selfdb/shared/backups/moment-schema';
import { ask, requireTerminal } from '../ask.ts';
import { commandJobsDirectory, tellingOfJob } from '../backup/command-jobs.ts';
import { formatBytes, withProgress } from '../backup/progress-line.ts';
import { loadSettings } from '../config/load-settings.ts';
import { describeMoment, parseMoment } from './moment.ts';
import { openPitr, type Pitr } from './open-pitr.ts';
import { type Restored, restoreMoment } from './restore-moment.ts';

interface Choice {
  isAgreed: boolean;
  json: boolean;
}

/** Replaces the database by what it was at a moment, after showing that and asking. Returns the exit code. */
export async function restoreTo(text: string, choice: Choice): Promise<number> {
  const at = parseMoment(text);
  const pitr = openPitr(loadSettings());
  if (!choice.isAgreed) requireTerminal();
  console.error(`Restoring to ${describeMoment(at)}.`);
  try {
    const { found, replaced } = await restoreAsJob(pitr, at, choice);
    if (choice.json) console.log(JSON.stringify({ to: at.toISOString(), found, replaced }));
    else {
      console.log(`Restored. The database before is kept for a day as ${replaced}:`);
      console.log('`selfdb restore --undo` brings it back.');
    }
    return 0;
  } catch (error) {
    if (error instanceof JobCancelled) return 1;
    throw error;
  }
}

/** The dashboard shows it meanwhile. Throws JobCancelled if the answer is no. */
function restoreAsJob(pitr: Pitr, at: Date, choice: Choice): Promise<Restored> {
  const request = { kind: 'restore_to' as const, filename: null, to: at.toISOString() };
  const directory = commandJobsDirectory(pitr.paths.state);
  return tellingOfJob(directory, request, (tell, note) =>
    restoreMoment(pitr, at, {
      withProgress: (work) =>
        withProgress((show) =>
          work((progress) => {
            show(progress);
            tell(progress);
          }),
        ),
      async decide(found) {
        note({ step: 'waiting', bytes: 0, total: null, found });
        if (!choice.json) console.log(describe(found, at));
        const question = 'Replace the present database by this one? Everybody is signed out.';
        if (choice.isAgreed || (await ask(question))) return {};
        throw new JobCancelled('The answer on the terminal was no. Nothing has changed.');
      },
    }),
  );
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
