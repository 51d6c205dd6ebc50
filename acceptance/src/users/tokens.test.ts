import { createHmac } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectProblem, expectStatus } from '../expectations.ts';
import { createTable, type Table } from '../world/tables.ts';
import { anyone, client, createPerson, type Person, system } from '../world/users.ts';

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part: string | undefined) => JSON.parse(Buffer.from(part ?? '', 'base64url').toString());

let person: Person;
let stranger: Person;
let publicTable: Table;

beforeAll(async () => {
  person = await createPerson();
  stranger = await createPerson();
  publicTable = await createTable(person, { public: true });
});

function forge(header: object, claims: object, key: string): string {
  const body = `${encode(header)}.${encode(claims)}`;
  return `${body}.${createHmac('sha256', key).update(body).digest('base64url')}`;
}

const parts = () => person.tokens.access_token.split('.');
const claims = () => decode(parts()[1]);
const header = () => decode(parts()[0]);

const FORGERIES: [string, () => string][] = [
  ['garbage', () => 'garbage'],
  ['three dots of garbage', () => 'a.b.c'],
  ['an unsigned token (alg none)', () => `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims())}.`],
  ['an unsigned token with another spelling', () => `${encode({ alg: 'nOnE' })}.${encode(claims())}.`],
  [
    'alg none with the old signature',
    () => `${encode({ ...header(), alg: 'none' })}.${parts()[1]}.${parts()[2]}`,
  ],
  ['a token signed with another key', () => forge(header(), claims(), 'x'.repeat(64))],
  ['a token signed with the API key', () => forge(header(), claims(), system.apiKey)],
  ['a token signed with nothing', () => forge(header(), claims(), '')],
  [
    'the payload of another user',
    () => `${parts()[0]}.${stranger.tokens.access_token.split('.')[1]}.${parts()[2]}`,
  ],
  [
    'a payload that was made ADMIN',
    () => `${parts()[0]}.${encode({ ...claims(), role: 'ADMIN' })}.${parts()[2]}`,
  ],
  ['a signature cut short', () => `${parts()[0]}.${parts()[1]}.${parts()[2]?.slice(0, -4)}`],
  ['a refresh token', () => person.tokens.refresh_token],
  ['a token of 30,000 characters', () => 'x'.repeat(30_000)],
];

describe('a token that is not good', () => {
  it.each(FORGERIES)('%s is 401 on a route for users', async (_name, token) => {
    expectStatus(await client.as(token()).get('/users/me'), 401, 431);
    expectStatus(await client.as(token()).get('/tables/'), 401, 431);
  });

  it.each(FORGERIES.slice(0, -1))('%s never passes as anonymous on a public table', async (_name, token) => {
    const caller = client.as(token());
    expectProblem(await caller.get(`/tables/${publicTable.id}`), 401);
    expectProblem(await caller.get(`/tables/${publicTable.id}/data`), 401);
    expectProblem(await caller.post(`/tables/${publicTable.id}/data`, { title: 'no' }), 401);
    expectProblem(await caller.get('/tables/count'), 401);
    expect((await anyone.get<{ total: number }>(`/tables/${publicTable.id}/data`)).body.total).toBe(0);
  });

  it.each(['Basic dXNlcjpwYXNz', 'Bearer', 'Bearer  ', 'Token abc', 'Bearer a b'])(
    'the header "Authorization: %s" is 401, not anonymous',
    async (authorization) => {
      expectProblem(await anyone.call('GET', '/tables/', { headers: { Authorization: authorization } }), 401);
    },
  );

  it('a good token in the query is no login on HTTP routes', async () => {
    const answer = await anyone.get('/users/me', { token: person.tokens.access_token });
    expectProblem(answer, 401, 422);
  });

  it('no token at all is 401 on a route for users', async () => {
    expectProblem(await anyone.get('/users/me'), 401);
    expectProblem(await anyone.post('/users/logout', {}), 401);
    expectProblem(await anyone.post('/users/logout/all'), 401);
    expectProblem(await anyone.post('/tables/', { name: 'x', table_schema: {}, public: false }), 401);
  });
});
