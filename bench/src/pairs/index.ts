import { readsBeside } from '../backups/reads-beside.ts';
import { functionPairs } from '../functions/index.ts';
import { writers, writersHeard } from '../realtime/writers.ts';
import { bareServer } from './bare-server.ts';
import { emptyRoute } from './empty-route.ts';
import { insert } from './insert.ts';
import { list } from './list.ts';
import { lists } from './lists.ts';
import { logins } from './logins.ts';
import type { Pair } from './pair.ts';
import { passThrough } from './pass-through.ts';
import { smallDownload } from './small-download.ts';

/** Every row that compares two loads, in the order of the table. */
export const pairs: Pair[] = [
  emptyRoute,
  passThrough,
  bareServer,
  insert,
  list,
  ...lists,
  logins,
  readsBeside,
  smallDownload,
  writers,
  writersHeard,
  ...functionPairs,
];
