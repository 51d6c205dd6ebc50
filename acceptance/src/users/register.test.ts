import { describe, expect, it } from 'vitest';
import { expectInvalid, expectProblem, expectStatus, UTC_MILLIS, UUID_V7 } from '../expectations.ts';
import {
  admin,
  anyone,
  createPerson,
  email,
  logIn,
  marker,
  newUser,
  PASSWORD,
  type User,
} from '../world/users.ts';

const USER_FIELDS = [
  ...['createdAt', 'created_at', 'email', 'firstName', 'id', 'isActive', 'lastName', 'role'],
  ...['updatedAt', 'updated_at'],
];

const countOf = async (search: string) =>
  (await admin.get<{ count: number }>('/users/count', { search })).body.count;

describe('POST /users/', () => {
  it('registers a USER and answers exactly the user object', async () => {
    const input = newUser({ firstName: 'Grace', lastName: 'Hopper' });
    const answer = await anyone.post<User>('/users/', input);
    expectStatus(answer, 201);
    expect(Object.keys(answer.body).sort()).toEqual(USER_FIELDS);
    const { email: address, firstName, lastName } = input;
    expect(answer.body).toMatchObject({ email: address, firstName, lastName, role: 'USER', isActive: true });
    expect(answer.body.id).toMatch(UUID_V7);
    expect(answer.body.createdAt).toMatch(UTC_MILLIS);
    expect(answer.body.updatedAt).toMatch(UTC_MILLIS);
    const { createdAt: created_at, updatedAt: updated_at } = answer.body;
    expect(answer.body).toMatchObject({ created_at, updated_at });
    expect(answer.text).not.toContain(PASSWORD);
    expect(answer.text.toLowerCase()).not.toContain('hash');
  });

  it('answers 409 for a taken e-mail, in any case, and leaves the first user alone', async () => {
    const input = newUser({ email: email('Taken') });
    const first = await anyone.post<User>('/users/', input);
    expectStatus(first, 201);
    for (const again of [input.email, input.email.toUpperCase(), input.email.toLowerCase()]) {
      expectProblem(await anyone.post('/users/', newUser({ email: again, firstName: 'Other' })), 409);
    }
    expect((await admin.get<User>(`/users/${first.body.id}`)).body).toEqual(first.body);
    expect(await countOf(input.email)).toBe(1);
  });

  it('lets only an ADMIN create an ADMIN, and creates nothing when it refuses', async () => {
    const refused = newUser({ role: 'ADMIN' });
    expectProblem(await anyone.post('/users/', refused), 401, 403);
    expect(await countOf(refused.email)).toBe(0);
    const person = await createPerson();
    expectProblem(await person.post('/users/', refused), 403);
    expect(await countOf(refused.email)).toBe(0);
    const allowed = await admin.post<User>('/users/', refused);
    expectStatus(allowed, 201);
    expect(allowed.body.role).toBe('ADMIN');
  });

  it('with role ADMIN and only the API key is 403', async () => {
    expectProblem(await anyone.post('/users/', newUser({ role: 'ADMIN' })), 403);
  });

  it.each([
    ['email', 'not-an-address'],
    ['email', ''],
    ['email', 'a@'],
    ['email', '@example.com'],
    ['email', 'a b@example.com'],
    ['email', 'a\u0000b@example.com'],
    ['email', `${'x'.repeat(400)}@example.com`],
    ['email', 7],
    ['email', null],
    ['password', 'seven77'],
    ['password', 'x'.repeat(129)],
    ['password', 12_345_678],
    ['firstName', ''],
    ['firstName', 'x'.repeat(101)],
    ['firstName', 'a\u0000b'],
    ['firstName', ['A']],
    ['lastName', ''],
    ['lastName', 'x'.repeat(101)],
    ['role', 'ROOT'],
    ['role', 'admin'],
    ['role', {}],
  ])('refuses %s = %j with 422 naming the field', async (field, value) => {
    expectInvalid(await admin.post('/users/', { ...newUser(), [field]: value }), 'body', field);
  });

  it.each(['email', 'password', 'firstName', 'lastName'])('asks for %s', async (field) => {
    const { [field]: _left, ...rest } = { ...newUser() } as Record<string, unknown>;
    expectInvalid(await anyone.post('/users/', rest), 'body', field);
  });

  it('names every wrong field at once', async () => {
    const answer = await anyone.post('/users/', { email: 'x', password: 'y', firstName: '', lastName: '' });
    for (const field of ['email', 'password', 'firstName', 'lastName']) expectInvalid(answer, 'body', field);
  });

  it.each([
    ['Ελένη', 'Παπαδοπούλου'],
    ['李', '小龍'],
    ['עֲדִינָה', 'כהן'],
    ["O'Brien", 'de la Cruz-Ñandú'],
    ['🦊', '\u{1F469}\u200D\u{1F680}'],
    ['x'.repeat(100), '𝒜'.repeat(100)],
    ['Robert"); drop table users;--', '<b>%_\\</b>'],
  ])('keeps the name %s %s as it was written', async (firstName, lastName) => {
    const answer = await anyone.post<User>('/users/', newUser({ firstName, lastName }));
    expectStatus(answer, 201);
    expect((await admin.get<User>(`/users/${answer.body.id}`)).body).toMatchObject({ firstName, lastName });
  });

  it.each([
    ['of 8 characters', 'eight 88'],
    ['of 128 characters', 'p'.repeat(128)],
    ['of 128 characters outside the first plane', '🔑'.repeat(128)],
    ['with spaces at both ends', '  inner space  '],
    ['in another script', 'парольпароль'],
  ])('takes a password %s and logs in with exactly that', async (_name, password) => {
    const { body } = await anyone.post<User>('/users/', newUser({ password }));
    await logIn(body.email, password);
    const trimmed = password.trim();
    if (trimmed !== password) {
      expectProblem(await anyone.post('/users/token', { email: body.email, password: trimmed }), 401);
    }
  });

  it('does not cut a password short before comparing it', async () => {
    const password = `${'l'.repeat(100)}right`;
    const { body } = await anyone.post<User>('/users/', newUser({ password }));
    expectProblem(
      await anyone.post('/users/token', { email: body.email, password: `${'l'.repeat(100)}wrong` }),
      401,
    );
  });

  it('takes an e-mail in any case at login', async () => {
    const address = email('MiXed');
    expectStatus(await anyone.post('/users/', newUser({ email: address })), 201);
    await logIn(address.toUpperCase());
  });

  it('never lets a field of its own choosing through', async () => {
    const id = '0199a000-0000-7000-8000-00000000beef';
    expectInvalid(await anyone.post('/users/', { ...newUser(), id }), 'body', 'id');
    expectInvalid(
      await anyone.post('/users/', { ...newUser(), isActive: true, passwordHash: marker() }),
      'body',
      'passwordHash',
    );
  });
});
