import { parseArgs } from 'node:util';
import { type Backup, listBackups } from '@selfdb/backup/backup/archive-notes';
import { runRestore } from '@selfdb/backup/jobs';
import { undoRestore } from '@selfdb/backup/restore/undo-restore';
import type { Archives } from '@selfdb/backup/store/backup-store';
import { ask } from '../../ask.ts';
import { readArchiveKey, requireKeyInFile, writeApiKey } from '../../backup/archive-key.ts';
import { openArchives, openBackupSystem } from '../../backup/backup-system.ts';
import { listing } from '../../backup/listing.ts';
import { withJob } from '../../backup/progress-line.ts';
import { withUserErrors } from '../../backup/user-errors.ts';
import { loadSettings } from '../../config/load-settings.ts';
import { restoreTo } from '../../pitr/restore-to.ts';
import { undoSwap } from '../../pitr/swap/undo-swap.ts';
import { UserError } from '../../user-error.ts';

const OPTIONS = {
  yes: { type: 'boolean' },
  undo: { type: 'boolean' },
  to: { type: 'string' },
  json: { type: 'boolean' },
  'take-api-key': { type: 'boolean' },
} as const;

/**
 * `restore` lists, `restore latest` and `restore <file>` restore, `restore --to <time>` restores a moment, `restore --undo` goes
 * back.
 */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  const [choice, ...rest] = positionals;
  if (rest.length > 0) throw new UserError('restore takes one archive.');
  return withUserErrors(async () => {
    if (values.undo) return undo(values.yes ?? false);
    if (values.to !== undefined) {
      if (choice !== undefined) throw new UserError('Name an archive or a moment, not both.');
      return restoreTo(values.to, { isAgreed: values.yes ?? false, json: values.json ?? false });
    }
    const backups = await listBackups(openArchives().store);
    if (choice === undefined) {
      console.log(values.json ? JSON.stringify(backups) : listing(backups));
      return 0;
    }
    return restore(choose(backups, choice), values);
  });
}

function choose(backups: Backup[], choice: string): string {
  const found =
    choice === 'latest'
      ? backups.find(({ status }) => status === 'good')
      : backups.find(({ filename }) => filename === choice);
  if (!found) throw new UserError(`There is no backup "${choice}". \`selfdb restore\` lists them.`);
  return found.filename;
}

interface Choices {
  yes?: boolean;
  json?: boolean;
  'take-api-key'?: boolean;
}

async function restore(
  filename: string,
  { yes: isAgreed = false, json = false, 'take-api-key': takesKey = false }: Choices,
): Promise<number> {
  const { archives, target } = openBackupSystem();
  if (takesKey) requireKeyInFile();
  let key = takesKey ? await readArchiveKey(archives, filename) : undefined;
  const question = `Replace all users, tables and files by those of ${filename}? Everybody is signed out.`;
  if (!isAgreed && !(await ask(question))) return 1;
  const done = await withJob('restore', filename, (report) => runRestore(archives, filename, target, report));
  if (key === undefined && done.manifest === null && !isAgreed && !json)
    key = await offerKey(archives, filename);
  if (key !== undefined) writeApiKey(key);
  if (json) {
    console.log(JSON.stringify(done));
    return 0;
  }
  for (const note of done.notes) console.log(note);
  console.log(`Restored ${filename}. The database before is kept for a day as ${done.replaced}:`);
  console.log('`selfdb restore --undo` brings it back.');
  if (key !== undefined)
    console.log(
      '.env has the API key of the archive. Run `./selfdb restart`: until then, the old one counts.',
    );
  return 0;
}

/** Clients of SelfDB 0.0.5 know its key only. */
async function offerKey(archives: Archives, filename: string): Promise<string | undefined> {
  if (process.env.API_KEY !== undefined) return undefined;
  const key = await readArchiveKey(archives, filename).catch(() => undefined);
  const question = 'Write the API key of the archive to .env, so that clients can go on with it?';
  return key !== undefined && (await ask(question)) ? key : undefined;
}

async function undo(isAgreed: boolean): Promise<number> {
  const { source } = openBackupSystem();
  const question = 'Go back to the database before the last restore? What changed since then is lost.';
  if (!isAgreed && !(await ask(question))) return 1;
  const undone = (await undoSwap(loadSettings())) ?? (await undoRestore(source.databaseUrl));
  console.log(`${undone} is the database again.`);
  return 0;
}
