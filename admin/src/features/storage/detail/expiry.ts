/** The longest that the API signs a URL for. */
const MAX_SIGNED_SECONDS = 7 * 86_400;

const UNIT_SECONDS = { minutes: 60, hours: 3600, days: 86_400 } as const;
export type ExpiryUnit = keyof typeof UNIT_SECONDS;
export const expiryUnits = Object.keys(UNIT_SECONDS) as ExpiryUnit[];

/** The seconds of a typed duration, or what is wrong with it. */
export function expirySeconds(text: string, unit: ExpiryUnit): { seconds: number } | { problem: string } {
  const count = /^\d{1,6}(?:[.,]\d{1,3})?$/.test(text.trim())
    ? Number(text.trim().replace(',', '.'))
    : Number.NaN;
  const seconds = Math.round(count * UNIT_SECONDS[unit]);
  if (!(seconds >= 1)) return { problem: 'Write a number above 0.' };
  return seconds > MAX_SIGNED_SECONDS ? { problem: 'A link works for at most 7 days.' } : { seconds };
}
