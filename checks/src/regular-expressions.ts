import { parse } from '@babel/parser';

export interface RegularExpression {
  line: number;
  /** Undefined when it is not a constant. */
  source: string | undefined;
  flags: string;
}

type Node = { type: string; [property: string]: unknown };

/** Every regular expression of a TypeScript or JavaScript file: literals, and `RegExp(…)` of constants. */
export function regularExpressionsOf(text: string, fileName: string): RegularExpression[] {
  const jsx = fileName.endsWith('x') ? (['jsx'] as const) : [];
  const nodes = [...within(parse(text, { sourceType: 'module', plugins: ['typescript', ...jsx] }).program)];
  const constants = new Map(nodes.flatMap(constantsOf));
  return nodes.flatMap((node) => {
    if (node.type === 'RegExpLiteral') {
      return [{ line: lineOf(node), source: String(node.pattern), flags: String(node.flags) }];
    }
    const isMade = node.type === 'NewExpression' || node.type === 'CallExpression';
    if (!isMade || !isNode(node.callee) || node.callee.name !== 'RegExp') return [];
    const [source, flags] = node.arguments as (Node | undefined)[];
    return [{ line: lineOf(node), source: textOf(source, constants), flags: textOf(flags, constants) ?? '' }];
  });
}

function* within(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const item of value) yield* within(item);
  else if (isNode(value)) {
    yield value;
    for (const property of Object.values(value)) yield* within(property);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function lineOf({ loc }: Node): number {
  return (loc as { start: { line: number } }).start.line;
}

function constantsOf({ type, id, init }: Node): [string, Node][] {
  return type === 'VariableDeclarator' && isNode(id) && isNode(init) ? [[String(id.name), init]] : [];
}

/** The text that an expression stands for; undefined when it is not a constant of the file. */
function textOf(node: unknown, constants: Map<string, Node>): string | undefined {
  if (!isNode(node)) return undefined;
  const text = (part: unknown) => textOf(part, constants);
  switch (node.type) {
    case 'StringLiteral':
      return String(node.value);
    case 'RegExpLiteral':
      return String(node.pattern);
    case 'Identifier':
      return text(constants.get(String(node.name)));
    case 'MemberExpression':
      return isNode(node.property) && node.property.name === 'source' ? text(node.object) : undefined;
    case 'BinaryExpression':
      return joined([text(node.left), text(node.right)]);
    case 'TaggedTemplateExpression':
      return templateText(node.quasi as Node, 'raw', text);
    case 'TemplateLiteral':
      return templateText(node, 'cooked', text);
  }
}

function templateText(
  { quasis, expressions }: Node,
  form: 'raw' | 'cooked',
  text: (part: unknown) => string | undefined,
): string | undefined {
  const values = expressions as Node[];
  const written = quasis as { value: { raw: string; cooked: string } }[];
  return joined(
    written.flatMap(({ value }, i) => [value[form], ...(i < values.length ? [text(values[i])] : [])]),
  );
}

function joined(parts: (string | undefined)[]): string | undefined {
  return parts.includes(undefined) ? undefined : parts.join('');
}
