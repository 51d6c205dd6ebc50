import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { OpenApiDocument } from './document.ts';

type Node = Record<string, unknown>;

/** A pointer into the document, its parts escaped (RFC 6901). */
export const pointerTo = (...parts: string[]) =>
  `#/${parts.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`;

/** A function that gives the validator of the schema at a pointer. */
export function createValidators(document: OpenApiDocument) {
  const ajv = new Ajv2020({ strict: false, validateSchema: false, allErrors: true });
  addFormats.default(ajv);
  // Bytes are bytes, whatever they are.
  ajv.addFormat('binary', true);
  ajv.addSchema(document, 'document');
  return (pointer: string): ValidateFunction => {
    // In the fragment of a URI.
    const fragment = pointer.slice(1).split('/').map(encodeURIComponent).join('/');
    const validate = ajv.getSchema(`document#${fragment}`);
    if (!validate) throw new Error(`There is no schema at ${pointer}.`);
    return validate;
  };
}

/** Every object in the document, with where it is. */
export function* nodesOf(node: unknown, parts: string[] = []): Generator<{ node: Node; pointer: string }> {
  if (typeof node !== 'object' || node === null) return;
  yield { node: node as Node, pointer: pointerTo(...parts) };
  for (const [name, value] of Object.entries(node)) yield* nodesOf(value, [...parts, name]);
}

/** A copy whose schemas refuse the fields that they don't declare, but for those that others are made of with `allOf`. */
export function closed(document: OpenApiDocument): OpenApiDocument {
  const copy = structuredClone(document);
  const parts = new Set<unknown>();
  for (const { node } of nodesOf(copy)) {
    for (const part of Array.isArray(node.allOf) ? node.allOf : []) {
      parts.add(part);
      const name =
        String(part.$ref ?? '')
          .split('/')
          .at(-1) ?? '';
      parts.add(copy.components?.schemas?.[name]);
    }
  }
  for (const { node } of nodesOf(copy)) {
    const isOpen = node.additionalProperties === undefined && typeof node.properties === 'object';
    if (isOpen && !parts.has(node)) node.additionalProperties = false;
  }
  return copy;
}
