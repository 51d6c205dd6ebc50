import { UserError } from '../user-error.ts';

const MOMENT =
  /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?(?:\s*(Z|UTC|[+-]\d\d(?::?\d\d)?))?$/i;

/** Reads a moment such as `2026-11-30 14:03:00`. Without a time zone, it is of the one of this process. */
export function parseMoment(text: string): Date {
  const match = MOMENT.exec(text.trim());
  if (!match) throw unreadable(text);
  const [, year, month, day, hour, minute, second = '00', fraction = '0', zone] = match;
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, '0')}`;
  // Date takes 30 February for 2 March.
  const asUtc = new Date(`${local}Z`);
  if (Number.isNaN(asUtc.getTime()) || !asUtc.toISOString().startsWith(local)) throw unreadable(text);
  return new Date(`${local}${zone ? offset(zone) : ''}`);
}

/** `2026-11-30 14:03:00 Europe/Berlin (13:03:00 UTC)`: how a moment was understood. */
export function describeMoment(at: Date): string {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const utc = inZone(at, 'UTC');
  return zone === 'UTC' ? `${utc} UTC` : `${inZone(at, zone)} ${zone} (${utc} UTC)`;
}

function inZone(at: Date, timeZone: string): string {
  // Swedish writes dates as ISO 8601 does.
  return at.toLocaleString('sv-SE', { timeZone });
}

function offset(zone: string): string {
  if (/^(Z|UTC)$/i.test(zone)) return 'Z';
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  return `${zone[0]}${digits.slice(0, 2)}:${digits.slice(2)}`;
}

function unreadable(text: string): UserError {
  return new UserError(
    `"${text}" is not a moment. Write it as "2026-11-30 14:03:00", in your time zone, or with one: "2026-11-30 14:03:00Z" or "... +02:00".`,
  );
}
