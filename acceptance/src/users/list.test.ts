import { beforeAll, describe, expect, it } from 'vitest';
import { expectProblem, expectStatus } from '../expectations.ts';
import {
  admin,
  anyone,
  createPerson,
  createUser,
  email,
  marker,
  type Person,
  type User,
} from '../world/users.ts';

const mark = marker('list');
let person: Person;

beforeAll(async () => {
  person = await createPerson();
  const people = [
    { firstName: `${mark}%x`, lastName: 'Bravo', email: `c.${email()}` },
    { firstName: `${mark}_x`, lastName: 'Charlie', email: `a.${email()}` },
    { firstName: `${mark}zx`, lastName: 'Alpha', email: `b.${email()}` },
    { firstName: `${mark}\\x`, lastName: 'Delta', email: `d.${email()}` },
  ];
  for (const one of people) await createUser(one);
});

const names = async (query: Record<string, string | number>) => {
  const answer = await admin.get<User[]>('/users/', query);
  expectStatus(answer, 200);
  return answer.body.map((user) => user.lastName);
};
const count = async (search: string) => (await admin.get<{ count: number }>('/users/count', { search })).body;

describe('GET /users/ and /users/count', () => {
  it('are for every user', async () => {
    for (const path of ['/users/', '/users/count']) {
      expectProblem(await anyone.get(path), 401);
      expectStatus(await person.get(path), 200);
      expectStatus(await admin.get(path), 200);
    }
  });

  it('show no e-mail of others to a USER, nor what a search or an order would tell of it', async () => {
    const shown = await person.get<User[]>('/users/', { search: mark, sort_by: 'email', sort_order: 'asc' });
    expect(shown.body.map((user) => [user.email, user.lastName])).toEqual(
      ['Bravo', 'Charlie', 'Alpha', 'Delta'].map((name) => ['', name]),
    );
    const own = await person.get<User[]>('/users/', { search: person.email });
    expect(own.body).toEqual([]);
    expect((await person.get('/users/count', { search: 'acceptance.example.com' })).body).toEqual({
      count: 0,
    });
  });

  it('never show a password or its hash', async () => {
    const { text } = await admin.get('/users/', { limit: 1000 });
    expect(text).not.toMatch(/password|hash|argon2|scrypt/i);
  });

  it('list the newest first unless told otherwise', async () => {
    expect(await names({ search: mark })).toEqual(['Delta', 'Alpha', 'Charlie', 'Bravo']);
    expect(await names({ search: mark, sort_order: 'asc' })).toEqual(['Bravo', 'Charlie', 'Alpha', 'Delta']);
  });

  it('sort by each field in both orders', async () => {
    expect(await names({ search: mark, sort_by: 'created_at', sort_order: 'asc' })).toEqual([
      'Bravo',
      'Charlie',
      'Alpha',
      'Delta',
    ]);
    expect(await names({ search: mark, sort_by: 'email', sort_order: 'asc' })).toEqual([
      'Charlie',
      'Alpha',
      'Bravo',
      'Delta',
    ]);
    expect(await names({ search: mark, sort_by: 'email', sort_order: 'desc' })).toEqual([
      'Delta',
      'Bravo',
      'Alpha',
      'Charlie',
    ]);
    expect(await names({ search: mark, sort_by: 'last_name' })).toEqual([
      'Delta',
      'Charlie',
      'Bravo',
      'Alpha',
    ]);
    expect((await names({ search: mark, sort_by: 'first_name', sort_order: 'asc' })).length).toBe(4);
    expect(await names({ search: mark, sort_by: 'createdAt' })).toEqual(await names({ search: mark }));
    expect(await names({ search: mark, sort_by: 'lastName' })).toEqual([
      'Delta',
      'Charlie',
      'Bravo',
      'Alpha',
    ]);
  });

  it('take skip and limit', async () => {
    expect(await names({ search: mark, sort_by: 'last_name', sort_order: 'asc', skip: 1, limit: 2 })).toEqual(
      ['Bravo', 'Charlie'],
    );
    expect(await names({ search: mark, skip: 4 })).toEqual([]);
    expect(await names({ search: mark, offset: 3 })).toEqual(['Bravo']);
  });

  it.each([
    ['%x', ['Bravo']],
    ['_x', ['Charlie']],
    ['\\x', ['Delta']],
    ['zx', ['Alpha']],
  ])('search for %s as literal text', async (text, expected) => {
    expect(await names({ search: mark + text })).toEqual(expected);
    expect(await count(mark + text)).toEqual({ count: 1 });
  });

  it('search e-mail, first name and last name, in any case', async () => {
    const found = await createUser({ firstName: marker('First'), lastName: marker('Last') });
    for (const text of [found.email, found.firstName.toUpperCase(), found.lastName.toLowerCase()]) {
      expect((await admin.get<User[]>('/users/', { search: text })).body.map((user) => user.id)).toEqual([
        found.id,
      ]);
      expect(await count(text)).toEqual({ count: 1 });
    }
  });

  it('count what the list holds', async () => {
    expect(await count(mark)).toEqual({ count: 4 });
    expect(await count(`${mark} nothing`)).toEqual({ count: 0 });
  });
});

it('users are listed by name in the order of languages', async () => {
  const order = marker('order');
  for (const lastName of ['zebra', 'Zebra', '10', 'apple', 'Äpfel', '9'])
    await createUser({ firstName: order, lastName });
  const sorted = ['10', '9', 'Äpfel', 'apple', 'zebra', 'Zebra'];
  expect(await names({ search: order, sort_by: 'last_name', sort_order: 'asc' })).toEqual(sorted);
  expect(await names({ search: order, sort_by: 'lastName' })).toEqual(sorted.toReversed());
});
