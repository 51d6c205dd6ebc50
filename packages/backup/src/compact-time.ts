/** `20261201_130559`, in UTC: part of the names of archives and databases. */
export function compactTime(at: Date): string {
  return at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '_');
}
