import { beforeAll, describe, expect, it } from 'vitest';
import type { CallOptions } from '../clients/client.ts';
import { AUTH_MATRIX } from '../matrix/auth-matrix.ts';
import type { Things } from '../matrix/operation.ts';
import { client, createAdmin, createPerson, marker, type Person } from '../world/users.ts';
import {
  type DocumentedOperation,
  type OpenApiDocument,
  operationsOf,
  readDocument,
  type Schema,
} from './document.ts';
import { thingsOf } from './things.ts';

/** Empty, it says that a file is to be saved under its own name. */
const MAY_BE_EMPTY = ['download'];
/** These end the caller's session, or swap their password. */
const FINAL = /logout|password|token|^DELETE .*sessions/;

let document: OpenApiDocument;
let owner: Person;
let boss: Person;
/** Only to read which fields and parameters the matrix names. */
let sample: Things;

beforeAll(async () => {
  document = await readDocument();
  [owner, boss] = [await createPerson(), await createAdmin()];
  sample = await thingsOf(owner, boss, 'sql_code');
});

const queryOf = (key: string, things: Things) => AUTH_MATRIX[key]?.query?.(things) ?? {};
const bodyFor = (key: string, things: Things) => AUTH_MATRIX[key]?.body?.(things) ?? {};

/** What the matrix sends for an operation, with things of its own. */
async function requestOf(key: string): Promise<{ path: string; options: CallOptions }> {
  const operation = AUTH_MATRIX[key];
  const fresh = await thingsOf(owner, boss, 'sql_code');
  const user = key === 'DELETE /users/{id}' ? (await createPerson()).id : owner.id;
  const things = { ...fresh, userId: user, name: marker('absent') };
  return {
    path: operation?.path?.(things) ?? key.split(' ')[1] ?? '',
    options: {
      token: boss.tokens.access_token,
      ...(operation?.body ? { json: operation.body(things) } : {}),
      ...(operation?.bytes === undefined ? {} : { body: operation.bytes }),
      ...(operation?.query ? { query: queryOf(key, things) } : {}),
      ...(operation?.headers ? { headers: operation.headers(things) } : {}),
    },
  };
}

const send = (key: string, { path, options }: Awaited<ReturnType<typeof requestOf>>) =>
  client.call(key.split(' ')[0] ?? '', path, options);

function find(key: string): DocumentedOperation | undefined {
  return operationsOf(document).find((one) => one.key === key);
}

function bodyOf(operation: DocumentedOperation | undefined): Schema & { required?: string[] } {
  const schema = operation?.requestBody?.content['application/json']?.schema ?? {};
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : (document.components?.schemas?.[name] ?? {});
}

describe.each(Object.keys(AUTH_MATRIX).filter((key) => !FINAL.test(key)))('%s', (key) => {
  it('takes an empty parameter for one that is not given', async () => {
    const given = Object.keys(queryOf(key, sample));
    const names = (find(key)?.parameters ?? [])
      .filter((parameter) => parameter.in === 'query' && !parameter.required)
      .map(({ name = '' }) => name)
      .filter((name) => !given.includes(name) && !MAY_BE_EMPTY.includes(name));
    if (names.length === 0) return;
    const plain = await send(key, await requestOf(key));
    const { path, options } = await requestOf(key);
    const query = { ...options.query, ...Object.fromEntries(names.map((name) => [name, ''])) };
    const empty = await send(key, { path, options: { ...options, query } });
    expect([names, empty.status, empty.text]).toEqual([names, plain.status, expect.anything()]);
    expect([200, 201, 202, 204, 426]).toContain(empty.status);
  });

  it('takes an optional field that is null for one that is not given', async () => {
    const { properties = {}, required = [] } = bodyOf(find(key));
    const given = Object.keys(bodyFor(key, sample));
    const names = Object.keys(properties).filter((name) => !required.includes(name) && !given.includes(name));
    if (names.length === 0) return;
    const { path, options } = await requestOf(key);
    const nulls = Object.fromEntries(names.map((name) => [name, null]));
    const answer = await send(key, {
      path,
      options: { ...options, json: { ...nulls, ...(options.json ?? {}) } },
    });
    expect([names, answer.status, answer.text.slice(0, 300)]).toEqual([
      names,
      [AUTH_MATRIX[key]?.outcome.admin ?? 0].flat()[0],
      expect.anything(),
    ]);
  });
});
