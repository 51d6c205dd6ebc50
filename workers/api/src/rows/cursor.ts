import { createHmac } from 'node:crypto';
import { constantTimeEqual } from '@selfdb/server/auth/constant-time';
import { invalid } from '@selfdb/shared/errors';

const SIGNATURE_CHARACTERS = 22;

/** The limit of the parameter `cursor` (`packages/shared/src/rows/schema.ts`). */
export const MAX_CURSOR_CHARACTERS = 4096;

/** A position in an ordered table: the values of the order's columns in the last row that was read, as text. */
export interface RowPosition {
  tableId: string;
  /** The order that the position belongs to, as `orderKey` names it. */
  order: string;
  values: (string | null)[];
}

/** The position as an opaque, signed text. */
export function encodeCursor(secret: string, position: RowPosition): string {
  const payload = Buffer.from(JSON.stringify([position.tableId, position.order, position.values])).toString(
    'base64url',
  );
  return `${payload}.${sign(secret, payload)}`;
}

/** Reads a cursor that this system issued for the same table and order. Throws ValidationError on any other. */
export function decodeCursor(
  secret: string,
  cursor: string,
  tableId: string,
  order: string,
): (string | null)[] {
  const [payload = '', signature = ''] = cursor.split('.');
  if (cursor !== `${payload}.${signature}` || !constantTimeEqual(signature, sign(secret, payload))) {
    throw invalid(['query', 'cursor'], 'is not a cursor of this list');
  }
  const [ofTable, ofOrder, values] = JSON.parse(Buffer.from(payload, 'base64url').toString());
  if (ofTable !== tableId || ofOrder !== order) {
    throw invalid(['query', 'cursor'], 'belongs to another table or order');
  }
  return values;
}

function sign(secret: string, payload: string): string {
  const signature = createHmac('sha256', secret).update('cursor:').update(payload).digest('base64url');
  return signature.slice(0, SIGNATURE_CHARACTERS);
}
