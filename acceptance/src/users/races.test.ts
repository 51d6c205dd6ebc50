import { expect, it } from 'vitest';
import { expectProblem, expectStatus } from '../expectations.ts';
import { admin, anyone, createUser, newUser, type User } from '../world/users.ts';

it('of 200 simultaneous registrations of one e-mail one succeeds and the others are 409', {
  timeout: 180_000,
}, async () => {
  const input = newUser();
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, index) =>
      anyone.post<User>('/users/', { ...input, email: index % 2 ? input.email : input.email.toUpperCase() }),
    ),
  );
  const created = answers.filter((answer) => answer.status === 201);
  expect(created.length).toBe(1);
  for (const answer of answers.filter(({ status }) => status !== 201)) expectProblem(answer, 409);
  const found = await admin.get<User[]>('/users/', { search: input.email });
  expect(found.body.map((user) => user.id)).toEqual([created[0]?.body.id]);
});

it('of 20 simultaneous changes to one e-mail one succeeds and the others are 409', async () => {
  const users = await Promise.all(Array.from({ length: 20 }, () => createUser()));
  const { email } = newUser();
  const answers = await Promise.all(users.map((user) => admin.patch(`/users/${user.id}`, { email })));
  expect(answers.filter((answer) => answer.status === 200).length).toBe(1);
  for (const answer of answers) expectStatus(answer, 200, 409);
});

it('20 simultaneous deletions of one user delete him once', async () => {
  const user = await createUser();
  const answers = await Promise.all(Array.from({ length: 20 }, () => admin.del(`/users/${user.id}`)));
  expect(answers.filter((answer) => answer.status === 200).length).toBe(1);
  for (const answer of answers) expectStatus(answer, 200, 404);
});
