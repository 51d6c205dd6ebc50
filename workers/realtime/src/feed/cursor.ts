import type { Cursor } from '../change.ts';
import { hex8, type Lsn } from './lsn.ts';

export interface Position {
  epoch: string;
  /** Of the commit. */
  lsn: Lsn;
  /** Changes of a transaction count from 1; 0 is the position before them. */
  index: number;
}

const SHAPE = /^([a-z0-9]{4,32}):([0-9A-F]{16}):([0-9A-F]{8})$/;

export function formatCursor({ epoch, lsn, index }: Position): Cursor {
  return `${epoch}:${lsn}:${hex8(index)}`;
}

/** Undefined if the text is not a cursor. */
export function parseCursor(text: string): Position | undefined {
  const [, epoch, lsn, index] = SHAPE.exec(text) ?? [];
  if (epoch === undefined || lsn === undefined || index === undefined) return undefined;
  return { epoch, lsn, index: Number.parseInt(index, 16) };
}

export function epochOf(cursor: Cursor): string {
  return cursor.slice(0, cursor.indexOf(':'));
}

/** A unique name for a history. */
export function newEpoch(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(10));
  return Array.from(bytes, (byte) => (byte % 36).toString(36)).join('');
}
