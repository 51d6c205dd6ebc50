import { download } from './download.ts';
import type { Transfer } from './transfer.ts';
import { upload } from './upload.ts';

/** Every row that compares how fast one file moves, in the order of the table. */
export const transfers: Transfer[] = [upload, download];
