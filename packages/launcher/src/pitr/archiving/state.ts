import { rmSync } from 'node:fs';
import { z } from 'zod';
import { readJsonFile, writeJsonFile } from '../../config/json-file.ts';
import type { StatePaths } from '../../config/paths.ts';
import { pitrStateFile } from '../places.ts';

const Failure = z.object({ since: z.string(), message: z.string() }).nullable();

const PitrState = z.object({
  /** Since when every part of the log is archived. */
  enabled_at: z.string(),
  /** What keeps the log from being archived, and what keeps base backups from being made. */
  failing: z.object({ log: Failure, base: Failure }),
});
export type PitrState = z.infer<typeof PitrState>;

export function readPitrState(paths: StatePaths): PitrState | undefined {
  return readJsonFile(pitrStateFile(paths), PitrState);
}

export function writePitrState(paths: StatePaths, state: PitrState): void {
  writeJsonFile(pitrStateFile(paths), state);
}

/** With archiving off, the log has a gap. When it is on again, a new base backup is due. */
export function forgetArchiving(paths: StatePaths): void {
  rmSync(pitrStateFile(paths), { force: true });
}

/** For `./selfdb status`: a sentence for each thing that is wrong. */
export function describeFailures(state: PitrState | undefined): string[] {
  const { log, base } = state?.failing ?? { log: null, base: null };
  const sentences: string[] = [];
  if (log)
    sentences.push(
      `The database's log has not been archived since ${log.since}, and fills the disk of the database until this is fixed: ${log.message}`,
    );
  if (base) sentences.push(`No base backup could be made since ${base.since}: ${base.message}`);
  return sentences;
}
