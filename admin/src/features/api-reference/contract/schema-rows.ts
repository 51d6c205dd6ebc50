import { type ApiDocument, referenceName, resolveSchema, type Schema } from './openapi.ts';

/** One line of a schema: a field, with the lines of what it holds. */
export interface SchemaRow {
  name: string;
  /** "text", "integer", "list of Column", "one of 3". */
  type: string;
  required: boolean;
  nullable: boolean;
  description: string;
  /** "at most 255 characters", "1 to 1000". */
  limits: string[];
  /** The values that are possible. */
  values: string[];
  default?: string | undefined;
  /** Set where the schema contains itself: its fields are those of the schema with this name, above. */
  repeats?: string | undefined;
  children: SchemaRow[];
}

const WORDS: Record<string, string> = { string: 'text', object: 'object', array: 'list' };
const isNull = (schema: Schema) => schema.type === 'null';

interface Place {
  document: ApiDocument;
  /** The names of the schemas around. */
  within: readonly string[];
}

/** A schema with the alternatives that a person has: without null, merged where all must hold. */
function open(document: ApiDocument, given: Schema) {
  const schema = resolveSchema(document, given);
  const parts = (schema.allOf ?? []).map((part) => resolveSchema(document, part));
  const merged: Schema = parts.length === 0 ? schema : mergeAll(schema, parts);
  const choices = merged.anyOf ?? merged.oneOf ?? [];
  const real = choices.map((choice) => choice).filter((choice) => !isNull(choice));
  const types = [merged.type ?? []].flat();
  const nullable = merged.nullable === true || types.includes('null') || real.length < choices.length;
  return { schema: merged, choices: real, types: types.filter((type) => type !== 'null'), nullable };
}

function mergeAll(schema: Schema, parts: Schema[]): Schema {
  return {
    ...Object.assign({}, ...parts),
    ...schema,
    properties: Object.assign({}, ...parts.map(({ properties }) => properties), schema.properties),
    required: [...parts.flatMap(({ required }) => required ?? []), ...(schema.required ?? [])],
  };
}

function itemsOf(schema: Schema): Schema | undefined {
  return typeof schema.items === 'object' ? schema.items : undefined;
}

function typeText(document: ApiDocument, given: Schema): string {
  const { schema, choices, types } = open(document, given);
  const name = referenceName(given);
  if (choices.length > 0) return choices.map((choice) => typeText(document, choice)).join(' or ');
  const items = itemsOf(schema);
  if (types.includes('array')) return items ? `list of ${typeText(document, items)}` : 'list';
  if (types.includes('object') || schema.properties) return name ?? 'object';
  if (schema.format === 'binary') return 'bytes';
  const word = types.map((type) => WORDS[type] ?? type).join(' or ') || 'any value';
  return schema.format && schema.format !== 'int64' ? `${word} (${schema.format})` : word;
}

function range(min: number | undefined, max: number | undefined, unit: string): string[] {
  const real = max !== undefined && max < Number.MAX_SAFE_INTEGER ? max : undefined;
  if (min !== undefined && real !== undefined) {
    return [min === real ? `exactly ${min}${unit}` : `${min} to ${real}${unit}`];
  }
  if (real !== undefined) return [`at most ${real}${unit}`];
  return min !== undefined && min > -Number.MAX_SAFE_INTEGER ? [`at least ${min}${unit}`] : [];
}

/** What a value must keep to, in words. */
function limitsOf(schema: Schema): string[] {
  return [
    ...range(schema.minimum, schema.maximum, ''),
    ...(typeof schema.exclusiveMinimum === 'number' ? [`more than ${schema.exclusiveMinimum}`] : []),
    ...(typeof schema.exclusiveMaximum === 'number' ? [`less than ${schema.exclusiveMaximum}`] : []),
    ...range(schema.minLength, schema.maxLength, ' characters'),
    ...range(schema.minItems, schema.maxItems, ' items'),
    ...(schema.pattern && schema.format !== 'uuid' ? [`matches ${schema.pattern}`] : []),
  ];
}

function fieldsOf(schema: Schema, place: Place): SchemaRow[] {
  const required = new Set(schema.required);
  const fields = Object.entries(schema.properties ?? {}).map(([name, field]) =>
    toRow(name, field, required.has(name), place),
  );
  const others = schema.additionalProperties;
  const any = typeof others === 'object' && Object.keys(others).length > 0;
  return any ? [...fields, toRow('(any name)', others, false, place)] : fields;
}

/** The fields below a schema, whether it is an object, a list of objects or a choice of them. */
function childrenOf(given: Schema, place: Place): SchemaRow[] {
  const { schema, choices } = open(place.document, given);
  const name = referenceName(given);
  const inner = name ? { ...place, within: [...place.within, name] } : place;
  const items = itemsOf(schema);
  if (items) return childrenOf(items, inner);
  const objects = choices.filter((choice) => childrenOf(choice, deeper(choice, inner)).length > 0);
  const [only] = objects;
  if (only && objects.length === 1) return childrenOf(only, inner);
  if (objects.length > 1) {
    return objects.map((choice, index) => ({
      ...toRow(`choice ${index + 1}`, choice, false, inner),
    }));
  }
  return fieldsOf(schema, inner);
}

function deeper(schema: Schema, place: Place): Place {
  const name = referenceName(schema);
  return name && place.within.includes(name) ? { ...place, document: { paths: {} } } : place;
}

/** The name of a schema around that a schema leads back to. */
function repeatsOf(given: Schema, place: Place): string | undefined {
  const name = referenceName(given);
  if (name !== undefined) return place.within.includes(name) ? name : undefined;
  const items = itemsOf(given);
  const parts = [...(items ? [items] : []), ...(given.anyOf ?? []), ...(given.oneOf ?? [])];
  return parts.map((part) => repeatsOf(part, place)).find(Boolean);
}

function toRow(name: string, given: Schema, required: boolean, place: Place): SchemaRow {
  const { schema, nullable } = open(place.document, given);
  const repeats = repeatsOf(given, place);
  const constant = schema.const === undefined ? [] : [schema.const];
  return {
    name,
    type: typeText(place.document, given),
    required,
    nullable,
    description: schema.description ?? '',
    limits: limitsOf(schema),
    values: [...(schema.enum ?? constant)].filter((value) => value !== null).map(String),
    default: schema.default === undefined ? undefined : JSON.stringify(schema.default),
    repeats,
    children: repeats === undefined ? childrenOf(given, place) : [],
  };
}

/** The lines of a schema. Its own line comes first, with those of its fields below it. */
export function schemaRow(document: ApiDocument, schema: Schema, name = ''): SchemaRow {
  return toRow(name, schema, true, { document, within: [] });
}
