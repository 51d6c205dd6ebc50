import { beforeAll, describe, expect, it } from 'vitest';
import type { Answer, CallOptions } from '../clients/client.ts';
import { expectClientError, expectProblem, expectStatus } from '../expectations.ts';
import { AUTH_MATRIX } from '../matrix/auth-matrix.ts';
import type { Operation, Role, Things } from '../matrix/operation.ts';
import {
  client,
  createAdmin,
  createPerson,
  createUser,
  logIn,
  marker,
  type Person,
  system,
  UNKNOWN_ID,
} from '../world/users.ts';
import { createDeclaredCheck } from './declared.ts';
import { readDocument, snippetFields } from './document.ts';
import { createFunctionOwner, sessionOf, thingsOf } from './things.ts';

const GARBAGE_BODIES = [
  '{',
  '[]',
  'null',
  '"x"',
  '{"__proto__": 1}',
  '{"\\u0000": "\\ud800"}',
  `${'['.repeat(10_000)}${']'.repeat(10_000)}`,
];
const GARBAGE_IDS = [
  'x',
  '%00',
  '%22%3B%20drop',
  '__proto__',
  '%ff',
  '..%2f..',
  'x'.repeat(2000),
  '%F0%9F%A6%8A',
];

let codeField: string;
let expectDeclared: (key: string, answer: Answer<unknown>) => void;
let owner: Person;
let stranger: Person;
let boss: Person;
/** An administrator for requests that are nonsense: if one is taken seriously after all, no other test suffers. */
let pawn: Person;
let shared: Things;
let functions: Partial<Things>[];

beforeAll(async () => {
  codeField = (await snippetFields()).code;
  expectDeclared = createDeclaredCheck(await readDocument());
  [boss, pawn, stranger] = [await createAdmin(), await createAdmin(), await createPerson()];
  const ofFunctions = Object.keys(AUTH_MATRIX).filter(isOfFunction);
  ({ person: owner, functions } = await createFunctionOwner(boss, 2 * ofFunctions.length));
  const refreshToken = (await createPerson()).tokens.refresh_token;
  shared = { ...(await thingsOf(owner, boss, codeField)), refreshToken };
});

const isOfFunction = (key: string) => /\/(functions|webhooks)\/\{/.test(key);
const methodOf = (key: string) => key.split(' ')[0] ?? '';
const pathOf = (key: string, operation: Operation, things: Things) =>
  operation.path?.(things) ?? key.split(' ')[1] ?? '';

function optionsOf(operation: Operation, things: Things): CallOptions {
  return {
    ...(operation.body ? { json: operation.body(things) } : {}),
    ...(operation.bytes === undefined ? {} : { body: operation.bytes }),
    ...(operation.query ? { query: operation.query(things) } : {}),
    ...(operation.headers ? { headers: operation.headers(things) } : {}),
  };
}

/** Any answer is one that the document declares. */
async function request(
  key: string,
  things: Things,
  options: CallOptions = {},
  slash = '',
): Promise<Answer<unknown>> {
  const operation = AUTH_MATRIX[key];
  if (!operation) throw new Error(key);
  const answer = await client.call(methodOf(key), pathOf(key, operation, things) + slash, {
    ...optionsOf(operation, things),
    ...options,
  });
  if (slash === '') expectDeclared(key, answer);
  return answer;
}

/** An error of the usual shape; an answer to HEAD has no body to show it in. */
function expectRefused(answer: Answer<unknown>, ...statuses: number[]): void {
  if (answer.method === 'HEAD') expectStatus(answer, ...statuses);
  else expectProblem(answer, ...statuses);
}

function expectAnyClientError(answer: Answer<unknown>): void {
  if (answer.method === 'HEAD') expectStatus(answer, 400, 401, 403, 404, 409, 412, 422);
  else expectClientError(answer);
}

const named = () => ({ ...shared, name: marker('walk') });

/** A session of the role's own for what ends sessions, so that the others of this file go on. */
async function tokenOf(key: string, person: Person): Promise<string> {
  return key.includes('logout') ? (await logIn(person.email)).access_token : person.tokens.access_token;
}

async function callAs(key: string, role: Role): Promise<Answer<unknown>> {
  const things = key.includes('refresh')
    ? { ...named(), refreshToken: (await logIn(owner.email)).refresh_token }
    : named();
  if (role === 'anonymous') return request(key, things);
  // These end every session of their caller, or the caller.
  const isFinal = /logout\/all|password/.test(key) || (key === 'DELETE /users/{id}' && role === 'owner');
  const usual = { stranger, owner, admin: boss }[role];
  const caller = isFinal ? await createPerson({ role: role === 'admin' ? 'ADMIN' : 'USER' }) : usual;
  const target = role === 'owner' ? caller : owner;
  const own = key.includes('{') && role !== 'stranger' ? await thingsOf(target, boss, codeField) : things;
  if (isOfFunction(key) && role !== 'stranger') Object.assign(own, functions.pop());
  if (/^DELETE \/users\/\{id\}(\/sessions)?$/.test(key) && role === 'admin')
    own.userId = (await createUser()).id;
  if (key.includes('{session_id}') && role !== 'stranger') own.sessionId = await sessionOf(target);
  return request(key, own, { token: await tokenOf(key, caller) });
}

describe.each(Object.keys(AUTH_MATRIX))('%s', (key) => {
  const operation = AUTH_MATRIX[key];
  const outcome = (role: Role) => [operation?.outcome[role] ?? 0].flat();

  it('asks for the key first', async () => {
    for (const apiKey of [null, 'garbage', `${system.apiKey}0`]) {
      const answer = await request(key, shared, {
        apiKey,
        token: apiKey === null ? owner.tokens.access_token : 'garbage',
      });
      if (operation?.isOpen) expectStatus(answer, ...outcome('anonymous'));
      else expectRefused(answer, 401);
    }
  });

  it('never takes a bad token for none', async () => {
    for (const token of ['garbage', 'a.b.c', owner.tokens.refresh_token]) {
      const answer = await request(key, shared, { token });
      if (operation?.isOpen) expectStatus(answer, ...outcome('anonymous'));
      else if (isLoginRoute(key)) expect(answer.status).toBeLessThan(500);
      else expectRefused(answer, 401);
    }
  });

  it.each<Role>(['anonymous', 'stranger', 'owner', 'admin'])(
    'answers the %s as the table says',
    async (role) => {
      const answer = await callAs(key, role);
      expectStatus(answer, ...outcome(role));
      if (answer.status >= 400) expectRefused(answer, answer.status);
    },
  );

  it('answers with a trailing slash as without, but for changes of one item', async () => {
    const plain = await request(key, named());
    const slashed = await request(key, named(), {}, '/');
    if (/^(PATCH|DELETE) .*\}$/.test(key) && !operation?.isPassedOn) return expectProblem(slashed, 404);
    expect([200, 201, 202, 204, 400, 401, 403, 404, 409, 422, 426], slashed.text).toContain(slashed.status);
    if (!key.includes('refresh')) expect(slashed.status).toBe(plain.status);
  });

  it('refuses a garbage body, id or query clearly', async () => {
    if (!operation) return;
    const token = pawn.tokens.access_token;
    const path = pathOf(key, operation, { ...shared, userId: UNKNOWN_ID });
    const headers = { 'Content-Type': 'application/json' };
    for (const body of operation.body ? garbageFor(key) : []) {
      expectClientError(await client.call(methodOf(key), path, { token, body, headers }));
    }
    for (const id of operation.path ? GARBAGE_IDS : []) await expectNoSuch(key, operation, id);
    if (operation.isOpen || operation.isPassedOn) return;
    const options = optionsOf(operation, named());
    const query = { ...options.query, '"; drop': '%00' };
    expectAnyClientError(await client.call(methodOf(key), path, { token, ...options, query }));
  });
});

/** A client that lost its token sends the old one along when it logs in: either answer is fair. */
const isLoginRoute = (key: string) => key.startsWith('POST /users/token');

/** An empty list of rows is no garbage. */
const garbageFor = (key: string) =>
  GARBAGE_BODIES.filter((body) => body !== '[]' || key !== 'POST /tables/{id}/data');

async function expectNoSuch(key: string, operation: Operation, id: string): Promise<void> {
  const ids = {
    tableId: id,
    userId: id,
    snippetId: id,
    rowId: id,
    bucketId: id,
    bucketName: id,
    filePath: id,
  };
  const more = { fileId: id, jobId: id, uploadId: id, tabId: id, sessionId: id, indexName: id };
  const ofFunction = { functionId: id, functionName: id, webhookId: id };
  const path = operation.path?.({ ...shared, ...ids, ...more, ...ofFunction }) ?? '';
  const options = { token: pawn.tokens.access_token, ...optionsOf(operation, shared) };
  expectAnyClientError(await client.call(methodOf(key), path, options));
}

it('leaves every account usable', async () => {
  for (const person of [owner, stranger, boss])
    expectStatus(await client.as(person.tokens.access_token).get('/users/me'), 200);
});
