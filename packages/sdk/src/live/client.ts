import type { SelfDB } from '../selfdb.ts';

/** What live lists, the user and uploads need of a client, whatever the schema of its rows. */
export type SelfDBClient = Pick<SelfDB, 'client' | 'auth' | 'storage' | 'realtime' | 'tables'>;
