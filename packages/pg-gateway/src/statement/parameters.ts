import { badRequest } from '../refusal.ts';

const maxArrayDepth = 6;

/** The most parameters that one Bind message can carry: its count is an unsigned 16-bit number. */
export const maxParameters = 65_535;

/** Refuses text that Postgres or UTF-8 can't represent: NUL and lone surrogates. */
export function checkText(text: string): string {
  if (text.includes('\0')) throw badRequest('text must not contain a NUL character', '22021');
  if (!text.isWellFormed()) throw badRequest('text must not contain a lone surrogate', '22021');
  return text;
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) throw badRequest('a number is out of range', '22003');
  return String(value);
}

function objectText(value: object): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof RangeError) throw badRequest('a parameter is nested too deeply', '54001');
    throw error;
  }
}

function elementText(value: unknown, depth: number): string {
  if (value === null || value === undefined) return 'NULL';
  if (Array.isArray(value)) return arrayText(value, depth + 1);
  const text = scalarText(value);
  return typeof value === 'boolean' || typeof value === 'number'
    ? text
    : `"${text.replace(/["\\]/g, '\\$&')}"`;
}

function arrayText(values: readonly unknown[], depth: number): string {
  if (depth > maxArrayDepth) throw badRequest(`an array has more than ${maxArrayDepth} dimensions`, '54000');
  return `{${values.map((value) => elementText(value, depth)).join(',')}}`;
}

function scalarText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return checkText(value);
    case 'number':
      return numberText(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      return objectText(value ?? {});
    default:
      throw badRequest('a parameter must be a string, number, boolean, null, array or object');
  }
}

/**
 * A parameter from JSON in Postgres' text format; null is SQL's null. Arrays become array literals
 * and objects JSON, as Neon's proxy does. Throws a Refusal for a value without such a form.
 */
export function parameterText(value: unknown): string | null {
  if (value === null) return null;
  return Array.isArray(value) ? arrayText(value, 1) : scalarText(value);
}
