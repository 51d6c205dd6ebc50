/** A position in each log. */
export type LogPositions = Map<string, number>;

export function toCursor(positions: LogPositions): string {
  return [...positions].map(([log, position]) => `${log}-${position}`).join('.');
}

/** Throws a RangeError for text that is no cursor. */
export function fromCursor(cursor: string): LogPositions {
  const parts = cursor.split('.').map((part): [string, number] => {
    const [log = '', position = ''] = part.split('-');
    if (!/^[a-z]+$/.test(log) || !/^\d{1,15}$/.test(position)) throw new RangeError('not a cursor');
    return [log, Number(position)];
  });
  return new Map(parts);
}
