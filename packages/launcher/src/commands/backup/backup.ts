import { parseArgs } from 'node:util';
import { archiveName, isBackupName } from '@selfdb/backup/archive/archive-name';
import { listBackups } from '@selfdb/backup/backup/archive-notes';
import { cleanUpBackups } from '@selfdb/backup/backup/cleanup';
import { isEncrypting } from '@selfdb/backup/encryption/keys';
import { runBackup, runVerify } from '@selfdb/backup/jobs';
import { openArchives, openBackupSystem } from '../../backup/backup-system.ts';
import { listing } from '../../backup/listing.ts';
import { formatBytes, withJob } from '../../backup/progress-line.ts';
import { withUserErrors } from '../../backup/user-errors.ts';
import { UserError } from '../../user-error.ts';

const OPTIONS = {
  name: { type: 'string' },
  full: { type: 'boolean' },
  retention: { type: 'string' },
  json: { type: 'boolean' },
} as const;

type Values = { name?: string; full?: boolean; retention?: string; json?: boolean };

/** `backup`, `backup list`, `backup verify <file>`, `backup cleanup`. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  const [action, filename, ...rest] = positionals;
  if (rest.length > 0 || (filename !== undefined && action !== 'verify'))
    throw new UserError('Too many arguments. `selfdb help` shows how to use backup.');
  return withUserErrors(async () => {
    if (action === undefined) return create(values);
    if (action === 'list') return list(values);
    if (action === 'verify') return verify(filename, values);
    if (action === 'cleanup') return cleanUp(values);
    throw new UserError(`backup can't "${action}". It can list, verify and cleanup.`);
  });
}

async function create({ name, json }: Values): Promise<number> {
  if (name !== undefined && !isBackupName(name))
    throw new UserError('--name takes letters, digits, dots, hyphens and underscores, at most 64.');
  const { source, archives } = openBackupSystem();
  const isEncrypted = isEncrypting(archives.keys);
  const request = { filename: archiveName(new Date(), name, isEncrypted), name, kind: 'manual' as const };
  const done = await withJob('backup', request.filename, (report) =>
    runBackup(source, archives, request, report),
  );
  if (json) {
    console.log(JSON.stringify(done));
    return 0;
  }
  const rows = done.manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  console.log(`${done.filename}  ${formatBytes(done.size)}`);
  console.log(
    `${rows} rows in ${done.manifest.tables.length} tables, ${done.manifest.files.count} files. It was read back and is good.`,
  );
  console.log(
    isEncrypted
      ? 'The archive is encrypted.'
      : 'The archive holds every secret of this system and is not encrypted. Only its owner can read it.',
  );
  return 0;
}

async function list({ json }: Values): Promise<number> {
  const backups = await listBackups(openArchives().store);
  console.log(json ? JSON.stringify(backups) : listing(backups));
  return 0;
}

async function verify(filename: string | undefined, { full, json }: Values): Promise<number> {
  if (filename === undefined) throw new UserError('Name the archive: `selfdb backup verify <file>`.');
  const archives = openArchives();
  const target = full ? openBackupSystem().target : undefined;
  const done = await withJob('verify', filename, (report) => runVerify(archives, filename, target, report));
  if (json) console.log(JSON.stringify(done));
  else
    console.log(
      full
        ? `${filename} was restored, dumped again and compared. It is good.`
        : `${filename} is what its manifest says. \`--full\` also restores it into a database of its own.`,
    );
  return 0;
}

async function cleanUp({ retention, json }: Values): Promise<number> {
  const { archives, retentionDays } = openBackupSystem();
  const days = retention === undefined ? retentionDays : Number(retention);
  if (!Number.isInteger(days) || days < 1) throw new UserError('--retention needs a whole number of days.');
  const removed = await cleanUpBackups(archives.store, days, new Date());
  if (json) console.log(JSON.stringify({ removed }));
  else console.log(removed.length === 0 ? 'No backup is that old.' : `Removed ${removed.join(', ')}.`);
  return 0;
}
