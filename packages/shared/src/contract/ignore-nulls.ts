import { z } from './zod.ts';

/** The schema of an object, in which a null in an optional field counts as not given, unless the field accepts null. */
export function ignoreNulls<T extends z.ZodType>(schema: T) {
  const names = optionalFields(schema);
  return z.preprocess((value) => withoutNulls(value, names), schema);
}

function withoutNulls(value: unknown, names: Set<string>): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value);
  const given = entries.filter(([name, field]) => field !== null || !names.has(name));
  return given.length < entries.length ? Object.fromEntries(given) : value;
}

/** The fields that may be left out and do not accept null. */
function optionalFields(schema: z.ZodType): Set<string> {
  const fields = schema instanceof z.ZodObject ? Object.entries<z.ZodType>(schema.shape) : [];
  if (schema instanceof z.ZodPipe) return optionalFields(schema.def.in as z.ZodType);
  const found = fields.filter(([, field]) => accepts(field, undefined) && !accepts(field, null));
  return new Set(found.map(([name]) => name));
}

function accepts(field: z.ZodType, value: unknown): boolean {
  return field.safeParse(value).success;
}
