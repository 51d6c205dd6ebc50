import { type ApiDocument, referenceName, resolveSchema, type Schema } from './openapi.ts';

const FORMATS: Record<string, string> = {
  uuid: '00000000-0000-0000-0000-000000000000',
  email: 'ada@example.com',
  'date-time': '2026-01-31T12:00:00Z',
  date: '2026-01-31',
  uri: 'https://example.com',
};

const MAX_DEPTH = 6;

function textOf({ format, minLength = 0 }: Schema): string {
  const known = format ? FORMATS[format] : undefined;
  return known ?? 'text'.padEnd(Math.min(minLength, 64), '.');
}

function numberOf({ minimum, maximum, exclusiveMinimum }: Schema): number {
  const low = typeof exclusiveMinimum === 'number' ? exclusiveMinimum + 1 : (minimum ?? 1);
  return Math.min(Math.max(low, 1), maximum ?? Number.POSITIVE_INFINITY);
}

/**
 * A value that a schema accepts, for a person to change: of an object the fields that are required, and those that have an example.
 * A schema that contains itself ends at the second time.
 */
export function exampleOf(document: ApiDocument, given: Schema, within: readonly string[] = []): unknown {
  const name = referenceName(given);
  if ((name && within.includes(name)) || within.length > MAX_DEPTH) return {};
  const inner = [...within, name ?? ''];
  const schema = resolveSchema(document, given);
  const [known] = schema.examples ?? [];
  const fixed = schema.example ?? known ?? schema.const ?? schema.default ?? schema.enum?.[0];
  if (fixed !== undefined) return fixed;
  const choices = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].filter(({ type }) => type !== 'null');
  if (choices[0] && !schema.properties) return exampleOf(document, choices[0], inner);
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => exampleOf(document, part, inner)));
  const type = [schema.type ?? []].flat().find((one) => one !== 'null');
  if (schema.properties || type === 'object') return objectOf(document, schema, inner);
  if (type === 'array') {
    return typeof schema.items === 'object' ? [exampleOf(document, schema.items, inner)] : [];
  }
  if (type === 'integer' || type === 'number') return numberOf(schema);
  if (type === 'boolean') return true;
  return type === 'string' ? textOf(schema) : {};
}

function objectOf(document: ApiDocument, schema: Schema, within: readonly string[]) {
  const fields = Object.entries(schema.properties ?? {});
  const needed = fields.filter(([name]) => schema.required?.includes(name));
  const telling = fields.filter(([, field]) => resolveSchema(document, field).example !== undefined);
  const shown = needed.length + telling.length > 0 ? [...needed, ...telling] : fields.slice(0, 1);
  const entries = shown.map(([name, field]) => [name, exampleOf(document, field, within)]);
  return Object.fromEntries(entries);
}
