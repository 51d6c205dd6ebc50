const MAX_INT32 = 2 ** 31 - 1;
/** Fields that hold values, not schemas: an example of a table has columns with types. */
const VALUES = ['example', 'examples', 'default', 'enum'];

/** Marks each integer that may not fit 32 bits as int64, for languages with both types. */
export function addIntegerFormats(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  if (isLargeInteger(node)) Object.assign(node, { format: 'int64' });
  for (const [name, value] of Object.entries(node)) {
    if (!VALUES.includes(name)) addIntegerFormats(value);
  }
}

function isLargeInteger(node: object): boolean {
  if (!('type' in node) || 'format' in node) return false;
  const isInteger = [node.type].flat().includes('integer');
  const maximum = 'maximum' in node ? Number(node.maximum) : Number.POSITIVE_INFINITY;
  return isInteger && maximum > MAX_INT32;
}
