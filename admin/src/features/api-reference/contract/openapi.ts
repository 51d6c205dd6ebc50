/** A schema of the document, as far as it is shown. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  description?: string;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  example?: unknown;
  examples?: unknown[];
  nullable?: boolean;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema | boolean;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number | boolean;
  exclusiveMaximum?: number | boolean;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  pattern?: string;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header' | 'cookie';
  required?: boolean;
  description?: string;
  schema?: Schema;
}

export interface Content {
  schema?: Schema;
  example?: unknown;
}

interface DocumentedOperation {
  operationId?: string;
  summary?: string;
  description?: string;
  tags?: string[];
  parameters?: Parameter[];
  security?: Record<string, string[]>[];
  requestBody?: { required?: boolean; description?: string; content?: Record<string, Content> };
  responses?: Record<string, Answer>;
}

export interface Answer {
  description?: string;
  content?: Record<string, Content>;
  headers?: Record<string, { description?: string; schema?: Schema }>;
}

/** The description of the API that `/openapi.json` gives. */
export interface ApiDocument {
  info?: { title?: string; version?: string; description?: string };
  tags?: { name: string; description?: string }[];
  paths: Record<string, Record<string, DocumentedOperation>>;
  components?: { schemas?: Record<string, Schema> };
}

const REFERENCE = '#/components/schemas/';

/** The name in a reference to a schema. */
export function referenceName(schema: Schema): string | undefined {
  return schema.$ref?.startsWith(REFERENCE) ? schema.$ref.slice(REFERENCE.length) : undefined;
}

/** The schema that a reference leads to, with what stands beside the reference. */
export function resolveSchema(document: ApiDocument, schema: Schema): Schema {
  const name = referenceName(schema);
  if (name === undefined) return schema;
  const { $ref: _, ...beside } = schema;
  const found = document.components?.schemas?.[name];
  return found ? { ...resolveSchema(document, found), ...beside } : beside;
}
