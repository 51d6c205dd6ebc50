import { withMaintenance } from './maintenance.ts';
import { databaseOf, dropDatabase, listScratch, scratchNames } from './scratch-databases.ts';
import { swapDatabases } from './swap-databases.ts';

/** Thrown when there is no database to return to. */
export class NothingToUndo extends Error {
  constructor() {
    super('There is no restore to undo. The database before a restore is kept for a day.');
  }
}

/** Swaps the database that the last restore replaced back in, and drops the restored one. Returns the name it had. */
export function undoRestore(databaseUrl: string): Promise<string> {
  const live = databaseOf(databaseUrl);
  return withMaintenance(databaseUrl, async ({ client, url }) => {
    const [before] = await listScratch(client, live, 'before');
    if (before === undefined) throw new NothingToUndo();
    const { restore } = scratchNames(live, new Date());
    await swapDatabases(url, { live, next: before, replaced: restore });
    await dropDatabase(client, restore);
    return before;
  });
}
