import { operationKey } from '../matrix/auth-matrix.ts';
import { client } from '../world/users.ts';

export interface Schema {
  $ref?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: unknown;
  type?: string | string[];
  allOf?: Schema[];
  oneOf?: Schema[];
  examples?: object[];
}

export interface Parameter {
  name?: string;
  in?: string;
  $ref?: string;
  required?: boolean;
}

export interface DocumentedOperation {
  key: string;
  method: string;
  path: string;
  operationId?: string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, unknown>;
}

export interface OpenApiDocument {
  openapi: string;
  info: { title: string; version: string };
  paths: Record<string, Record<string, unknown>>;
  components?: { schemas?: Record<string, Schema>; securitySchemes?: Record<string, unknown> };
}

type Described = Omit<DocumentedOperation, 'key' | 'method' | 'path'>;

const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'];

export async function readDocument(): Promise<OpenApiDocument> {
  const answer = await client.call<OpenApiDocument>('GET', '/openapi.json', { apiKey: null });
  if (answer.status !== 200) throw new Error(`/openapi.json: ${answer.status} ${answer.text}`);
  return answer.body;
}

export function operationsOf(document: OpenApiDocument): DocumentedOperation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => METHODS.includes(method))
      .map(([method, operation]) => ({
        ...(operation as Described),
        method: method.toUpperCase(),
        path,
        key: operationKey(method, path),
      })),
  );
}

/** The fields of an operation's JSON body, a reference followed once. */
function bodyFields(document: OpenApiDocument, key: string): string[] {
  const operation = operationsOf(document).find((one) => one.key === key);
  let schema = operation?.requestBody?.content['application/json']?.schema ?? {};
  if (schema.$ref) schema = document.components?.schemas?.[schema.$ref.split('/').at(-1) ?? ''] ?? {};
  return Object.keys(schema.properties ?? {});
}

/** What the document calls the SQL text and the flag of a snippet; the contract leaves both names open. */
export async function snippetFields(): Promise<{ code: string; shared: string }> {
  const names = bodyFields(await readDocument(), 'POST /sql/snippets');
  const find = (pattern: RegExp, otherwise: string) => names.find((name) => pattern.test(name)) ?? otherwise;
  return { code: find(/^(sql_code|sql|query|code)$/, 'sql_code'), shared: find(/shared/, 'is_shared') };
}
