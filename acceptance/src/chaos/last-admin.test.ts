import { beforeAll, describe, expect, it } from 'vitest';
import { expectProblem, expectStatus } from '../expectations.ts';
import {
  anyone,
  client,
  createAdmin,
  logIn,
  PASSWORD,
  type Person,
  system,
  type Tokens,
  type User,
} from '../world/users.ts';

let pairs: [Person[], Person[]];
let pair: Person[];

const listAdmins = async (reader: Pick<Person, 'get'>) => {
  const answer = await reader.get<User[]>('/users/', { limit: 1000 });
  return answer.status === 200 ? answer.body.filter((user) => user.role === 'ADMIN' && user.isActive) : [];
};

/** Gives every administrator but the given ones the role USER, and says who that was. */
async function unseatOthers(): Promise<User[]> {
  const kept = new Set(pair.map((person) => person.id));
  const boss = pair[0];
  if (!boss) throw new Error('no administrator is left');
  const others = (await listAdmins(boss)).filter((user) => !kept.has(user.id));
  for (const user of others) expectStatus(await boss.patch(`/users/${user.id}`, { role: 'USER' }), 200);
  return others;
}

/** The one of the pair who can still log in and is an administrator. */
async function survivor(): Promise<Person> {
  for (const person of pair) {
    const answer = await anyone.post<Tokens>('/users/token', { email: person.email, password: PASSWORD });
    const caller = { ...person, ...client.as(answer.body.access_token) };
    const isAdmin = answer.status === 200 && (await listAdmins(caller)).some(({ id }) => id === person.id);
    if (isAdmin) return caller;
  }
  throw new Error('no administrator is left');
}

/** Demotes all administrators but the pair, runs the test, and restores their role. */
async function withTwoAdmins(two: Person[], test: () => Promise<void>): Promise<void> {
  pair = [];
  for (const person of two) {
    const tokens = await logIn(person.email);
    pair.push({ ...person, ...client.as(tokens.access_token), tokens });
  }
  const others = await unseatOthers();
  try {
    await test();
  } finally {
    const boss = await survivor();
    for (const { id } of [...others, ...pair])
      await boss.patch(`/users/${id}`, { role: 'ADMIN', isActive: true });
  }
}

beforeAll(async () => {
  pairs = [
    [await createAdmin(), await createAdmin()],
    [await createAdmin(), await createAdmin()],
  ];
});

describe('the last two administrators', () => {
  it('50 simultaneous demotions leave one of them, who then can be neither demoted, deactivated nor deleted', async () => {
    await withTwoAdmins(pairs[0], async () => {
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, index) => {
          const [actor, target] = [pair[index % 2], pair[Math.floor(index / 2) % 2]];
          return actor?.patch(`/users/${target?.id}`, { role: 'USER' });
        }),
      );
      const statuses = answers.map((answer) => answer?.status ?? 0);
      expect(statuses.filter((status) => ![200, 401, 403, 409].includes(status))).toEqual([]);
      const last = await survivor();
      expect((await listAdmins(last)).map((user) => user.id)).toEqual([last.id]);
      for (const change of [{ role: 'USER' }, { isActive: false }]) {
        expectProblem(await last.patch(`/users/${last.id}`, change), 409);
      }
      expectProblem(await last.del(`/users/${last.id}`), 409);
      expect((await listAdmins(last)).map((user) => user.id)).toEqual([last.id]);
    });
  });

  it('50 simultaneous deactivations leave one too', async () => {
    await withTwoAdmins(pairs[1], async () => {
      await Promise.all(
        Array.from({ length: 50 }, (_, index) => {
          const [actor, target] = [pair[index % 2], pair[Math.floor(index / 2) % 2]];
          return actor?.patch(`/users/${target?.id}`, { isActive: false });
        }),
      );
      const last = await survivor();
      expect((await listAdmins(last)).map((user) => user.id)).toEqual([last.id]);
    });
  });

  it('and afterwards the first administrator is what he was', async () => {
    const tokens = await logIn(system.adminEmail, system.adminPassword);
    const me = await client.as(tokens.access_token).get<User>('/users/me');
    expect(me.body).toMatchObject({ role: 'ADMIN', isActive: true });
  });
});
