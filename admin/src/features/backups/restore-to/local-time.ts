/** A time as a field of date and time has it: of the browser's zone, to the second. */
export function toField(time: Date): string {
  const local = new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19);
}

/** The time in a field; undefined while it is not complete. */
export function fromField(text: string): Date | undefined {
  const time = new Date(text);
  return text === '' || Number.isNaN(time.getTime()) ? undefined : time;
}

/** Why a time can't be restored; undefined if it can. It is one of whole seconds, so the first second counts as a whole. */
export function faultOf(time: Date | undefined, oldest: string, now: number): string | undefined {
  if (!time) return 'Choose a date and a time.';
  if (time.getTime() > now) return 'This time has not come yet.';
  return time.getTime() < Date.parse(oldest) ? 'This is before the earliest time.' : undefined;
}

/** A time in UTC: 2026-12-02 13:03:00 UTC. */
export function inUtc(time: Date): string {
  return `${time.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** What the field begins with: some minutes ago, but within what can be restored. */
export function suggested(oldest: string, now: number): Date {
  const earliest = Math.ceil(Date.parse(oldest) / 1000) * 1000;
  return new Date(Math.min(Math.max(now - 600_000, earliest), now));
}
