import { Validator } from '@seriousme/openapi-schema-validator';
import { beforeAll, describe, expect, it } from 'vitest';
import { type OpenApiDocument, operationsOf, readDocument, type Schema } from './document.ts';
import { createValidators, nodesOf, pointerTo } from './schemas.ts';

let document: OpenApiDocument;

beforeAll(async () => {
  document = await readDocument();
});

const schemaNamed = (reference: string) =>
  document.components?.schemas?.[reference.split('/').at(-1) ?? ''] ?? {};

const resolved = (schema: Schema): Schema => (schema.$ref ? schemaNamed(schema.$ref) : schema);

/** The schemas of components that a schema stands for. */
function namesIn({ $ref, oneOf = [], allOf = [] }: Schema): string[] {
  return $ref ? [$ref] : [...oneOf, ...allOf].flatMap(namesIn);
}

it('is a valid document', async () => {
  const { valid, errors } = await new Validator().validate({ ...structuredClone(document) });
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
});

it('has no schema that asks for two things at once', () => {
  for (const { node, pointer } of nodesOf(document)) {
    if (!Array.isArray(node.allOf)) continue;
    const parts = (node.allOf as Schema[]).map(resolved);
    for (const part of parts.filter((each) => each.additionalProperties === false)) {
      const fields = parts.flatMap(({ properties = {} }) => Object.keys(properties));
      expect(Object.keys(part.properties ?? {}), pointer).toEqual(expect.arrayContaining(fields));
    }
  }
});

it('has no schema whose parts are of different types', () => {
  for (const { node, pointer } of nodesOf(document)) {
    if (!Array.isArray(node.allOf)) continue;
    const parts = (node.allOf as Schema[]).map(resolved).filter(({ type }) => type !== undefined);
    const types = new Set(parts.map(({ type }) => [type].flat().sort().join()));
    expect([...types].length, `${pointer}: ${[...types].join(' and ')}`).toBeLessThanOrEqual(1);
  }
});

it('has schemas that a validator can read, and that their examples fit', () => {
  const validatorAt = createValidators(document);
  for (const [name, schema] of Object.entries(document.components?.schemas ?? {})) {
    const validate = validatorAt(pointerTo('components', 'schemas', name));
    for (const example of schema.examples ?? []) {
      validate(example);
      expect([name, validate.errors]).toEqual([name, null]);
    }
  }
});

describe('a body of JSON', () => {
  it('has an example', () => {
    const bare = operationsOf(document).flatMap(({ key, requestBody }) => {
      const schema = requestBody?.content['application/json']?.schema;
      if (!schema) return [];
      const names = namesIn(schema);
      return names.length > 0 && names.every((name) => schemaNamed(name).examples) ? [] : [key];
    });
    expect(bare).toEqual([]);
  });

  it('is the only one that a login is documented with', () => {
    const login = operationsOf(document).find(({ key }) => key === 'POST /users/token');
    expect(Object.keys(login?.requestBody?.content ?? {})).toEqual(['application/json']);
  });

  it('is closed: a field that is not declared does not fit', () => {
    const validatorAt = createValidators(document);
    for (const { path, method, key, requestBody } of operationsOf(document)) {
      const schema = requestBody?.content['application/json']?.schema;
      const [name = ''] = schema ? namesIn(schema) : [];
      const [example] = schemaNamed(name).examples ?? [];
      if (!example || name.endsWith('/Row')) continue;
      const body = ['paths', path, method.toLowerCase(), 'requestBody', 'content', 'application/json'];
      const validate = validatorAt(pointerTo(...body, 'schema'));
      expect([key, validate(example)]).toEqual([key, true]);
      expect([key, validate({ ...example, not_a_field: 1 })]).toEqual([key, false]);
    }
  });
});

it('knows the bounds that the server has', () => {
  const validatorAt = createValidators(document);
  const fits = (name: string, body: unknown) =>
    validatorAt(pointerTo('components', 'schemas', name))(body) as boolean;
  const ada = { email: 'ada@example.com', password: '12345678', firstName: 'A', lastName: 'L' };
  expect(fits('CreateUser', ada)).toBe(true);
  expect(fits('CreateUser', { ...ada, email: 'ada' })).toBe(false);
  expect(fits('CreateUser', { ...ada, password: '1234567' })).toBe(false);
  expect(fits('CreateUser', { ...ada, firstName: 'A'.repeat(101) })).toBe(false);
  expect(fits('UpdateUser', { firstName: 'A', isActive: false })).toBe(true);
  const id = '019888f0-0000-7000-8000-000000000001';
  expect(fits('DeleteFiles', { ids: [id] })).toBe(true);
  expect(fits('DeleteFiles', { bucket_id: id, prefix: '' })).toBe(true);
  expect(fits('DeleteFiles', { ids: [] })).toBe(false);
  expect(fits('DeleteFiles', { ids: [id], bucket_id: id, prefix: '' })).toBe(false);
  expect(fits('DeleteFiles', { bucket_id: id })).toBe(false);
  expect(fits('CreateBucket', { name: 'avatars', file_size_limit: Number.MAX_SAFE_INTEGER })).toBe(true);
  expect(fits('CreateBucket', { name: 'avatars', file_size_limit: 2 ** 53 })).toBe(false);
  expect(fits('UpdateBucket', { max_file_size: null })).toBe(true);
  expect(fits('UpdateBucket', { max_file_size: 2 ** 53 })).toBe(false);
  expect(fits('UpdateBucket', { access: 'users' })).toBe(true);
  expect(fits('UpdateBucket', { access: null })).toBe(false);
  expect(fits('AddColumn', { name: 'x'.repeat(63), type: 'text' })).toBe(true);
  expect(fits('AddColumn', { name: 'x'.repeat(64), type: 'text' })).toBe(false);
});
