import { json } from 'node:stream/consumers';
import { z } from 'zod';
import { BaseBackup } from './base-backup.ts';
import { FileMissing, type LogStore } from './store/log-store.ts';
import { lsnAsNumber, walPosition } from './wal-name.ts';

const PREFIX = 'base_';
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

/** The complete base backups in an archive, oldest first. `known` keeps what was read for the next call. */
export async function listBaseBackups(
  store: LogStore,
  known: Map<string, BaseBackup> = new Map(),
): Promise<BaseBackup[]> {
  const names = (await store.list(PREFIX)).filter((name) => DESCRIPTION.test(name));
  const found = await Promise.all(
    names.map(async (name) => known.get(name) ?? (await readDescription(store, name))),
  );
  known.clear();
  return found.flatMap((base, index) => {
    if (!base) return [];
    known.set(names[index] ?? '', base);
    return [base];
  });
}

async function readDescription(store: LogStore, name: string): Promise<BaseBackup | undefined> {
  try {
    return BaseBackup.parse(await json(store.read(name)));
  } catch (error) {
    // It was removed meanwhile, or a process was killed while it wrote this.
    const isNone = [FileMissing, SyntaxError, z.ZodError].some((kind) => error instanceof kind);
    if (isNone) return undefined;
    throw error;
  }
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

/** Removes what killed processes have left. Call it while no base backup is being made. */
export async function sweepUnfinished(store: LogStore): Promise<void> {
  await store.sweep(PREFIX);
  const names = await store.list(PREFIX);
  const complete = new Set(names.filter((name) => DESCRIPTION.test(name)).map((name) => name.slice(0, -5)));
  const leftovers = names.filter(
    (name) => BASE_FILE.test(name) && !complete.has(name.slice(0, name.indexOf('.'))),
  );
  for (const name of leftovers) await store.remove(name);
}
