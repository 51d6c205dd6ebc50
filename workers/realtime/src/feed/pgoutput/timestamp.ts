const YEAR_2000_MS = 946_684_800_000;

/** Microseconds since 2000 as RFC 3339 in UTC, with microseconds. */
export function timestampText(microseconds: bigint): string {
  const sinceYear2000 = Number(microseconds);
  const millisecondsText = new Date(YEAR_2000_MS + Math.floor(sinceYear2000 / 1000)).toISOString();
  return `${millisecondsText.slice(0, -1)}${String(sinceYear2000 % 1000).padStart(3, '0')}Z`;
}

export function nowInMicroseconds(): bigint {
  return BigInt(Date.now() - YEAR_2000_MS) * 1000n;
}
