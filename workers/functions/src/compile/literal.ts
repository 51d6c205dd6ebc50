import type { Expression, Property, SpreadElement } from 'acorn';

/** An expression that is more than a literal. */
export class NotLiteralError extends Error {
  override name = 'NotLiteralError';
  readonly node: { start: number };

  constructor(node: { start: number }) {
    super('not a literal');
    this.node = node;
  }
}

/** The value of a literal of JSON, read from the syntax tree without running anything. Throws NotLiteralError. */
export function literalValue(node: Expression | SpreadElement | null): unknown {
  if (node === null) return null;
  if (node.type === 'Literal' && isPlain(node.value)) return node.value;
  if (node.type === 'TemplateLiteral' && node.expressions.length === 0)
    return node.quasis[0]?.value.cooked ?? '';
  if (node.type === 'ArrayExpression') return node.elements.map(literalValue);
  if (node.type === 'ObjectExpression') return Object.fromEntries(node.properties.map(entryOf));
  if (node.type === 'UnaryExpression' && node.operator === '-') return -Number(literalValue(node.argument));
  throw new NotLiteralError(node);
}

function isPlain(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function entryOf(node: Property | SpreadElement): [string, unknown] {
  if (node.type !== 'Property' || node.computed || node.kind !== 'init') throw new NotLiteralError(node);
  if (node.key.type === 'Identifier') return [node.key.name, literalValue(node.value)];
  if (node.key.type === 'Literal') return [String(node.key.value), literalValue(node.value)];
  throw new NotLiteralError(node);
}
