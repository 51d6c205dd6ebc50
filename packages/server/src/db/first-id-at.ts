/** The smallest id of a time, in milliseconds since 1970. Ids are UUIDs of version 7, which begin with it (RFC 9562, 5.7). */
export function firstIdAt(milliseconds: number): string {
  const hex = Math.max(0, Math.trunc(milliseconds)).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
