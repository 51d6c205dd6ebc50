import { type ColumnType, compareValues } from './column-type.ts';

/** uuid: canonical text, which sorts like the bytes. */
export const uuid: ColumnType<string> = {
  comparable: 'ordered',
  parse: (text) => {
    const bare = /^\{(.*)\}$/s.exec(text)?.[1] ?? text;
    if (!/^([0-9a-f]{4}-?){7}[0-9a-f]{4}$/i.test(bare)) return undefined;
    return bare
      .replaceAll('-', '')
      .toLowerCase()
      .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  },
  decode: (json) => (typeof json === 'string' ? json : undefined),
  compare: compareValues,
  text: String,
};

/** bytea: `\x` and hexadecimal digits, which sort like the bytes. */
export const bytea: ColumnType<string> = {
  comparable: 'ordered',
  parse: (text) => (text.startsWith('\\x') ? readHex(text.slice(2)) : readEscapes(text)),
  decode: (json) => (typeof json === 'string' && json.startsWith('\\x') ? json : undefined),
  compare: compareValues,
  text: String,
};

function readHex(digits: string): string | undefined {
  // hex_decode allows blanks between bytes, but not within one.
  if (!/^(?:[ \n\t\r]|[0-9a-f]{2})*$/i.test(digits)) return undefined;
  return `\\x${digits.replace(/[ \n\t\r]+/g, '').toLowerCase()}`;
}

/** The escape format: plain bytes, a doubled backslash, others as three octal digits. */
function readEscapes(text: string): string | undefined {
  if (!/^(?:[^\\]|\\\\|\\[0-3][0-7]{2})*$/s.test(text)) return undefined;
  const bytes = text.split(/(\\\\|\\[0-3][0-7]{2})/).flatMap((part) => {
    if (part === '\\\\') return [0x5c];
    return part.startsWith('\\') ? [Number.parseInt(part.slice(1), 8)] : [...new TextEncoder().encode(part)];
  });
  return `\\x${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
