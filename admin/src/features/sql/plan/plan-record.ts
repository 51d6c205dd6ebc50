/** An object of a plan's JSON. */
export type PlanRecord = Record<string, unknown>;

export function isRecord(value: unknown): value is PlanRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function readText(record: PlanRecord, key: string): string | undefined {
  const value = record[key];
  return typeof value === 'string' ? value : undefined;
}

/** A number, also one that was kept with all its digits. */
export function readNumber(record: PlanRecord, key: string): number | undefined {
  const value = record[key];
  if (value === undefined || value === null) return undefined;
  const number = typeof value === 'number' ? value : Number(JSON.stringify(value));
  return Number.isFinite(number) ? number : undefined;
}
