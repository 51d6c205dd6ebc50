import { newEmail, PASSWORD } from '@selfdb/server/testing/people';
import { rows, value } from '@selfdb/server/testing/postgres';
import { describe, expect, it } from 'vitest';
import { callWithDefaultLimits as call } from '../testing/client.ts';
import { createPerson } from '../testing/people.ts';

let addresses = 0;
const newAddress = () => `fair-${process.pid}-${++addresses}`;

const logIn = async (email: string, password: string, address: string) =>
  (
    await call('POST', '/users/token', {
      json: { email, password },
      headers: { 'X-SelfDB-Client-Address': address },
    })
  ).status;

const register = async (email: string, address: string) =>
  (
    await call('POST', '/users', {
      json: { email, password: PASSWORD, firstName: 'Grace', lastName: 'Hopper' },
      headers: { 'X-SelfDB-Client-Address': address },
    })
  ).status;

const known = (userId: string) =>
  value('select array_agg(address order by address) from selfdb.known_addresses where user_id = $1', [
    userId,
  ]);

const failuresOf = (subject: string) =>
  value('select failures from selfdb.login_failures where subject = $1', [subject]);

/** Fails logins of one account from all addresses at once, again and again. */
async function guess(email: string, from: string[], rounds: number): Promise<number[]> {
  const statuses: number[] = [];
  for (let i = 0; i < rounds; i++) {
    statuses.push(...(await Promise.all(from.map((address) => logIn(email, `guess ${i}`, address)))));
  }
  return statuses;
}

describe('failures from other addresses', () => {
  it('from two addresses, repeated, lock the owner out neither at a new address nor at a known one', async () => {
    const [{ email }, home, third] = [await createPerson(), newAddress(), newAddress()];
    const attackers = [newAddress(), newAddress()];
    expect(await logIn(email, PASSWORD, home)).toBe(200);
    const statuses = await guess(email, attackers, 30);
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(24);
    expect(statuses.slice(-20)).toContain(429);
    expect(await logIn(email, PASSWORD, home)).toBe(200);
    expect(await logIn(email, PASSWORD, third)).toBe(200);
    // The owner's login does not reset the others' failures.
    for (const address of attackers) {
      expect(await failuresOf(`account_at_address:${address} ${email}`)).toBeGreaterThan(9);
    }
  });

  it('from many addresses slow the account by seconds, only at addresses that its user has not used', async () => {
    const [{ email }, home] = [await createPerson(), newAddress()];
    expect(await logIn(email, PASSWORD, home)).toBe(200);
    const statuses = await Promise.all(
      Array.from({ length: 80 }, (_, i) => logIn(email, `guess ${i}`, newAddress())),
    );
    expect(statuses.filter((status) => status === 401)).toHaveLength(50);
    expect(statuses.filter((status) => status === 429)).toHaveLength(30);
    expect(await logIn(email, PASSWORD, home)).toBe(200);
    await rows(`update selfdb.login_failures set failures = 500, failed_at = now() where subject = $1`, [
      `account:${email}`,
    ]);
    const slowed = await call('POST', '/users/token', { json: { email, password: PASSWORD } });
    expect([slowed.status, slowed.headers.get('retry-after')]).toEqual([429, '8']);
    expect(await logIn(email, PASSWORD, home)).toBe(200);
  });
});

describe('users at one address', () => {
  it('more users than an address may have failures, 5 % of whom mistype: the others log in, and those log in at their second attempt', async () => {
    const office = newAddress();
    const people = await Promise.all(Array.from({ length: 110 }, () => createPerson()));
    const mistypes = (i: number) => i % 20 === 0;
    const statuses = await Promise.all(
      people.map(({ email }, i) => logIn(email, mistypes(i) ? 'mistyped' : PASSWORD, office)),
    );
    expect(statuses).toEqual(people.map((_, i) => (mistypes(i) ? 401 : 200)));
    const again = people.filter((_, i) => mistypes(i));
    const second = await Promise.all(again.map(({ email }) => logIn(email, PASSWORD, office)));
    expect(second).toEqual(again.map(() => 200));
  });

  it('who logged in or registered there before are not slowed by the failures of others', async () => {
    const [{ email }, office, newcomer] = [await createPerson(), newAddress(), newEmail()];
    expect(await logIn(email, PASSWORD, office)).toBe(200);
    expect(await register(newcomer, office)).toBe(201);
    const statuses = await Promise.all(
      Array.from({ length: 130 }, () => logIn(newEmail('nobody'), 'x', office)),
    );
    expect(statuses.filter((status) => status === 401)).toHaveLength(100);
    expect(statuses.filter((status) => status === 429)).toHaveLength(30);
    await rows(
      `update selfdb.login_failures set failures = 1000, failed_at = now() + interval '1 hour' where subject = 'address:' || $1`,
      [office],
    );
    expect(await logIn(newEmail('nobody'), 'x', office)).toBe(429);
    expect(await logIn(email, PASSWORD, office)).toBe(200);
    expect(await logIn(newcomer, PASSWORD, office)).toBe(200);
  });

  it('20 simultaneous correct logins of one account all succeed', async () => {
    const [{ email }, address] = [await createPerson(), newAddress()];
    const statuses = await Promise.all(Array.from({ length: 20 }, () => logIn(email, PASSWORD, address)));
    expect(statuses).toEqual(Array.from({ length: 20 }, () => 200));
    expect(
      await value(`select count(*)::int from selfdb.login_failures where subject like '%' || $1`, [email]),
    ).toBe(0);
  });

  it('count as one in an IPv6 network, in every notation of the address', async () => {
    const { email } = await createPerson();
    const statuses = await Promise.all(
      Array.from({ length: 14 }, (_, i) => logIn(email, 'x', `2001:db8:0:${process.pid % 9999}::${i + 1}`)),
    );
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
  });
});

describe('the known addresses of a user', () => {
  it('are those where they logged in or registered', async () => {
    const [{ userId, email }, ...at] = [await createPerson(), newAddress(), newAddress()];
    await logIn(email, 'wrong', newAddress());
    for (const address of [...at, ...at]) expect(await logIn(email, PASSWORD, address)).toBe(200);
    expect(await known(userId)).toEqual(at);
  });

  it('are the last 20, and are deleted with the user', async () => {
    const [{ userId, email }, address] = [await createPerson(), newAddress()];
    await rows(
      `insert into selfdb.known_addresses
       select $1, 'old-' || i, now() - make_interval(days => i) from generate_series(10, 40) i`,
      [userId],
    );
    expect(await logIn(email, PASSWORD, address)).toBe(200);
    const kept = Array.from({ length: 19 }, (_, i) => `old-${i + 10}`);
    expect(await known(userId)).toEqual([address, ...kept].sort());
    await rows('delete from selfdb.users where id = $1', [userId]);
    expect(await known(userId)).toBeNull();
  });

  it('are forgotten 90 days after the last login there', async () => {
    const [{ userId, email }, office] = [await createPerson(), newAddress()];
    expect(await logIn(email, PASSWORD, office)).toBe(200);
    await rows(`insert into selfdb.login_failures values ($1, 1000)`, [`account:${email}`]);
    expect(await logIn(email, PASSWORD, office)).toBe(200);
    await rows(
      `update selfdb.known_addresses set last_login_at = now() - interval '91 days' where user_id = $1`,
      [userId],
    );
    expect(await logIn(email, PASSWORD, office)).toBe(429);
  });
});
