import type { ShownSetting } from '@selfdb/sdk';
import { counted, formatBytes, formatCount } from '../../../ui/format/numbers.ts';

const UNITS: [string, number][] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];
/** Settings whose zero stands for no limit. */
const UNLIMITED_AT_ZERO = ['STORAGE_QUOTA_BYTES', 'REALTIME_MAX_SOCKETS'];
/** The server lists them among the limits of HTTP. */
const ADDRESSES = ['PUBLIC_URL', 'TRUSTED_PROXIES'];

/** The value of a setting in words: 10.5 MB, 30 days, not set. Its name says the unit. */
export function valueInWords({ name, value }: Pick<ShownSetting, 'name' | 'value'>): string {
  if (value === null || value === '') return 'not set';
  if (typeof value === 'string') return value;
  if (value === 0 && UNLIMITED_AT_ZERO.includes(name)) return 'no limit';
  if (name.endsWith('_BYTES')) return formatBytes(value);
  if (name.endsWith('_SECONDS')) return formatSeconds(value);
  if (name.endsWith('_MS'))
    return value % 1000 === 0 ? formatSeconds(value / 1000) : `${formatCount(value)} ms`;
  return formatCount(value);
}

/** What a setting does, without the unit of its number: the value is shown in words. */
export function aboutInWords(about: string): string {
  return about.replaceAll('`', '').replaceAll(/ \((?:bytes|seconds|milliseconds)\)/g, '');
}

/** Whether somebody has set it. The launcher replaces a zero of REALTIME_MAX_SOCKETS by what the machine allows. */
export function isChanged({ name, value, default: byDefault }: ShownSetting): boolean {
  return value !== byDefault && name !== 'REALTIME_MAX_SOCKETS';
}

/** Settings by their section, in the order in which they come; addresses first. */
export function bySection(settings: ShownSetting[]): [string, ShownSetting[]][] {
  const isAddress = ({ name }: ShownSetting) => ADDRESSES.includes(name);
  const ordered = settings.toSorted((a, b) => Number(isAddress(b)) - Number(isAddress(a)));
  return [...Map.groupBy(ordered, (setting) => (isAddress(setting) ? 'Addresses' : setting.section))];
}

/** Settings of which the name or the explanation has each word. */
export function findSettings(settings: ShownSetting[], typed: string): ShownSetting[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return settings.filter(({ name, about, section }) => {
    const text = `${name} ${about} ${section}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** The largest unit that leaves a whole number: 90 minutes, 30 days. */
function formatSeconds(seconds: number): string {
  const [unit, size] = UNITS.find(([, size]) => seconds >= size && seconds % size === 0) ?? ['second', 1];
  return counted(seconds / size, unit);
}
