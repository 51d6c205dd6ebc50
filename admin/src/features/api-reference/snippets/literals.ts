import { isExactNumber } from '../../../ui/format/exact-json.ts';

const NAME = /^[A-Za-z_$][\w$]*$/;
const WIDEST = 64;

type Writer = (value: unknown, indent: string) => string;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isExactNumber(value);
}

/** Writes a list in one line if it fits, else with a line for each item. */
function wrap(open: string, items: string[], close: string, indent: string, space = ''): string {
  if (items.length === 0) return `${open}${close}`;
  const line = `${open}${space}${items.join(', ')}${space}${close}`;
  if (line.length + indent.length <= WIDEST && !line.includes('\n')) return line;
  const inner = `${indent}  `;
  return `${open}\n${items.map((item) => `${inner}${item},\n`).join('')}${indent}${close}`;
}

/** A text as JavaScript writes it, in single quotes. */
export function scriptText(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** A value of JSON as JavaScript writes it. */
export const scriptLiteral: Writer = (value, indent) => {
  if (typeof value === 'string') return scriptText(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((item) => scriptLiteral(item, inner));
    return wrap('[', items, ']', indent);
  }
  if (!isRecord(value)) return JSON.stringify(value) ?? 'undefined';
  const items = Object.entries(value).map(
    ([name, item]) => `${NAME.test(name) ? name : scriptText(name)}: ${scriptLiteral(item, inner)}`,
  );
  return wrap('{', items, '}', indent, ' ');
};

/** A text as Python writes it: its escapes are those of JSON. */
export function pythonText(text: string): string {
  return JSON.stringify(text);
}

/** A value of JSON as Python writes it. */
export const pythonLiteral: Writer = (value, indent) => {
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (value === null || value === undefined) return 'None';
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((item) => pythonLiteral(item, inner));
    return wrap('[', items, ']', indent);
  }
  if (!isRecord(value)) return JSON.stringify(value);
  const items = Object.entries(value).map(
    ([name, item]) => `${JSON.stringify(name)}: ${pythonLiteral(item, inner)}`,
  );
  return wrap('{', items, '}', indent);
};

/** A text as a shell takes it, whatever it holds. */
export function shellText(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
