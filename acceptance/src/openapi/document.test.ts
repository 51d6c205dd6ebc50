import { beforeAll, describe, expect, it } from 'vitest';
import { AUTH_MATRIX, operationKey, PAGES } from '../matrix/auth-matrix.ts';
import {
  type DocumentedOperation,
  type OpenApiDocument,
  operationsOf,
  type Parameter,
  readDocument,
} from './document.ts';

let document: OpenApiDocument;
let operations: DocumentedOperation[];

beforeAll(async () => {
  document = await readDocument();
  operations = operationsOf(document);
});

const keyOf = (key: string) => operationKey(key.split(' ')[0] ?? '', key.split(' ')[1] ?? '');

function references(node: unknown, found: string[] = []): string[] {
  if (typeof node !== 'object' || node === null) return found;
  for (const [name, value] of Object.entries(node)) {
    if (name === '$ref' && typeof value === 'string') found.push(value);
    else references(value, found);
  }
  return found;
}

function resolvePointer(pointer: string): unknown {
  const parts = pointer
    .replace(/^#\//, '')
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  return parts.reduce<unknown>(
    (node, part) => (typeof node === 'object' && node !== null ? Reflect.get(node, part) : undefined),
    document,
  );
}

describe('/openapi.json', () => {
  it('is OpenAPI 3.1 with a title and a version', () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(document.info.title.length).toBeGreaterThan(0);
    expect(document.info.version).toMatch(/^\d+\.\d+\.\d+/);
  });

  it('has exactly the operations of the table in auth-matrix.ts', () => {
    const pages = new Set(PAGES);
    const documented = [...new Set(operations.map((operation) => operation.key))]
      .filter((key) => !pages.has(key))
      .sort();
    const expected = Object.keys(AUTH_MATRIX).map(keyOf).sort();
    expect(documented).toEqual(expected);
  });

  it('gives every operation an id of its own', () => {
    const ids = operations.map((operation) => operation.operationId);
    expect(ids.every((id) => typeof id === 'string' && id.length > 0)).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('points only at what is there', () => {
    const missing = references(document).filter(
      (pointer) => !pointer.startsWith('#/') || resolvePointer(pointer) === undefined,
    );
    expect(missing).toEqual([]);
  });

  it('declares every parameter of a path', () => {
    for (const operation of operations) {
      const names = [...operation.path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name);
      const shared = (document.paths[operation.path]?.parameters ?? []) as Parameter[];
      const declared = [...(operation.parameters ?? []), ...shared].map((parameter) => {
        const target = parameter.$ref ? resolvePointer(parameter.$ref) : parameter;
        return typeof target === 'object' && target !== null ? Reflect.get(target, 'name') : undefined;
      });
      for (const name of names) expect(declared, operation.key).toContain(name);
    }
  });

  it('declares a success for every operation, and the errors that all share', () => {
    const openKeys = new Set(
      Object.keys(AUTH_MATRIX)
        .filter((key) => AUTH_MATRIX[key]?.isOpen)
        .map(keyOf),
    );
    for (const operation of operations.filter(({ key }) => !PAGES.includes(key))) {
      const statuses = Object.keys(operation.responses);
      expect(
        // 101 is that of a WebSocket.
        statuses.some((status) => /^2|^101$/.test(status)),
        operation.key,
      ).toBe(true);
      if (!openKeys.has(operation.key)) expect(statuses, operation.key).toContain('401');
    }
  });

  it('describes the API key and the bearer token', () => {
    const schemes = JSON.stringify(document.components?.securitySchemes ?? {});
    expect(schemes).toContain('X-API-Key');
    expect(schemes.toLowerCase()).toContain('bearer');
  });
});
