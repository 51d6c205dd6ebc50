import { formatBytes, formatCount, formatMilliseconds } from '../../../ui/format/numbers.ts';

type Line = [name: string, value: string];

/** The details of an entry, a line each: "Execution time: 4 ms". */
export function detailsInWords(details: Record<string, unknown>): Line[] {
  return Object.entries(details).map(([name, value]) => [nameInWords(name), valueInWords(name, value)]);
}

function nameInWords(name: string): string {
  const words = name
    .replace(/_(?:ms|bytes)$/, '')
    .replaceAll('_', ' ')
    .replace(/\bid\b/, 'ID');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function valueInWords(name: string, value: unknown): string {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') {
    if (name.endsWith('_ms')) return formatMilliseconds(value);
    return name === 'size' || name.endsWith('_bytes') ? formatBytes(value) : formatCount(value);
  }
  const isPlain = Array.isArray(value) && value.every((each) => typeof each === 'string');
  return isPlain ? value.join(', ') : JSON.stringify(value);
}
