import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BaseBackup } from './base-backup.ts';
import { lsnAsNumber, walPosition } from './wal-name.ts';

const DESCRIPTION = /^base_\d{8}_\d{6}\.json$/;
const BASE_FILE = /^base_\d{8}_\d{6}\./;

/** Where a timeline was left for the next one (PostgreSQL documentation, 25.3.6). */
export interface Fork {
  timeline: number;
  lsn: string;
}

/** Reads a `.history` file. */
export function parseHistory(text: string): Fork[] {
  return text.split('\n').flatMap((line) => {
    const match = /^(\d+)\s+([0-9A-F]+\/[0-9A-F]+)/.exec(line);
    return match ? [{ timeline: Number(match[1]), lsn: match[2] ?? '' }] : [];
  });
}

/** The complete base backups in a directory, oldest first. */
export async function listBaseBackups(directory: string): Promise<BaseBackup[]> {
  const names = (await readdir(directory).catch(() => [])).filter((name) => DESCRIPTION.test(name)).sort();
  const found = await Promise.all(
    names.map(async (name) => {
      try {
        return [BaseBackup.parse(JSON.parse(await readFile(join(directory, name), 'utf8')))];
      } catch {
        // A process was killed while it wrote this.
        return [];
      }
    }),
  );
  return found.flat();
}

/** Whether the present database comes from the state in a base backup. After a restore, later ones belong to the other past. */
export function isAncestor(base: BaseBackup, timeline: number, forks: Fork[]): boolean {
  if (base.timeline === timeline) return true;
  const fork = forks.find((each) => each.timeline === base.timeline);
  return fork !== undefined && lsnAsNumber(base.stopLsn) <= lsnAsNumber(fork.lsn);
}

/**
 * The base backups that moments since `oldest` don't need: those before the last one of the present database from before then.
 * `usable` are those of the present database; others go when they are that old.
 */
export function findDispensable(all: BaseBackup[], usable: BaseBackup[], oldest: Date): BaseBackup[] {
  const isOld = ({ stoppedAt }: BaseBackup) => Date.parse(stoppedAt) <= oldest.getTime();
  const lastOld = usable.findLast(isOld);
  const isUsable = new Set(usable.map(({ name }) => name));
  return all.filter((base) => isOld(base) && (isUsable.has(base.name) ? base !== lastOld : true));
}

/** The segment before which none of these base backups needs the log. */
export function findFirstSegment(bases: BaseBackup[]): string | undefined {
  const segments = bases.map(({ startSegment }) => startSegment);
  return segments.sort((a, b) => walPosition(a).localeCompare(walPosition(b)))[0];
}

/** Removes a base backup, its description first, so that no incomplete one is listed. */
export async function removeBaseBackup(directory: string, { name }: BaseBackup): Promise<void> {
  await rm(join(directory, `${name}.json`), { force: true });
  await rm(join(directory, `${name}.tar.gz`), { force: true });
}

/** Removes what killed processes have left. Call it while no base backup is being made. */
export async function sweepUnfinished(directory: string): Promise<void> {
  const names = await readdir(directory).catch(() => []);
  const complete = new Set(names.filter((name) => DESCRIPTION.test(name)).map((name) => name.slice(0, -5)));
  const leftovers = names.filter(
    (name) => BASE_FILE.test(name) && !complete.has(name.slice(0, name.indexOf('.'))),
  );
  for (const name of leftovers) await rm(join(directory, name), { force: true });
}
