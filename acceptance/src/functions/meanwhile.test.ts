import { expect, it } from 'vitest';
import { expectProblem, expectStatus } from '../expectations.ts';
import { admin, marker } from '../world/users.ts';

interface SavedFunction {
  id: string;
  name: string;
  version: number;
  code: string;
}
interface Execution {
  status: string;
  version: number;
}

async function save(name: string, code: string): Promise<SavedFunction> {
  const answer = await admin.post<SavedFunction>('/functions/', { name, code });
  expectStatus(answer, 201);
  return answer.body;
}

const executionsOf = async ({ id }: SavedFunction) =>
  (await admin.get<Execution[]>(`/functions/${id}/executions`)).body;

const SLOW = `export default { async fetch() { console.log('begun');
  await new Promise((done) => setTimeout(done, 3000)); return new Response('old'); } }`;

/** Calls a slow function, changes something once it has begun, and gives its answer. */
async function during(fn: SavedFunction, change: () => Promise<unknown>) {
  const call = admin.get(`/functions/${fn.name}/invoke`);
  await expect.poll(async () => (await executionsOf(fn)).map(({ status }) => status)).toEqual(['running']);
  await change();
  return call;
}

it.each(['constructor', 'toString', 'hasOwnProperty', 'valueOf'])(
  'a function may be named %s',
  async (name) => {
    const none = await admin.get(`/functions/${name}/invoke`);
    expectProblem(none, 404);
    const fn = await save(name, `export default () => '${name}'`);
    expect((await admin.get(`/functions/${name}/invoke`)).body).toBe(name);
    expectStatus(await admin.del(`/functions/${fn.id}`), 204);
    expectProblem(await admin.get(`/functions/${name}/invoke`), 404);
  },
);

it('a function may not be named __proto__, which is no name of the contract', async () => {
  expectProblem(await admin.post('/functions/', { name: '__proto__', code: 'export default () => 1' }), 422);
});

it('of two saves at once, each makes a version, and the one that is shown is the one that serves', async () => {
  const fn = await save(marker('f'), 'export default () => 0');
  const saves = await Promise.all(
    Array.from({ length: 6 }, (_, i) =>
      admin.patch<SavedFunction>(`/functions/${fn.id}`, { code: `export default () => ${i + 1}` }),
    ),
  );
  expect(saves.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
  expect(saves.map(({ body }) => body.version).sort()).toEqual([2, 3, 4, 5, 6, 7]);
  const { body } = await admin.get<SavedFunction>(`/functions/${fn.id}`);
  expect(body.version).toBe(7);
  expect(body.code).toBe(saves.find((answer) => answer.body.version === 7)?.body.code);
  expect(`export default () => ${(await admin.get(`/functions/${fn.name}/invoke`)).body}`).toBe(body.code);
});

it('an execution ends with the code that it began with, while calls after an update run the new one', async () => {
  const fn = await save(marker('f'), SLOW);
  const old = await during(fn, async () => {
    expectStatus(await admin.patch(`/functions/${fn.id}`, { code: `export default () => 'new'` }), 200);
    expect((await admin.get(`/functions/${fn.name}/invoke`)).body).toBe('new');
  });
  expect(old.text).toBe('old');
  await expect
    .poll(async () => (await executionsOf(fn)).map(({ status, version }) => [status, version]))
    .toEqual([
      ['completed', 2],
      ['completed', 1],
    ]);
});

it('an execution of a function that is deactivated meanwhile ends as what it was, and others are refused', async () => {
  const fn = await save(marker('f'), SLOW);
  const answer = await during(fn, async () => {
    expectStatus(await admin.patch(`/functions/${fn.id}/state`, { is_active: false }), 200);
    expectProblem(await admin.get(`/functions/${fn.name}/invoke`), 409);
  });
  expect(answer.text).toBe('old');
  await expect.poll(async () => (await executionsOf(fn)).map(({ status }) => status)).toEqual(['completed']);
});

it('an execution of a function that is deleted meanwhile ends as what it was, and others are refused', async () => {
  const fn = await save(marker('f'), SLOW);
  const answer = await during(fn, async () => {
    expectStatus(await admin.del(`/functions/${fn.id}`), 204);
    expectProblem(await admin.get(`/functions/${fn.name}/invoke`), 404);
  });
  expect(answer.text).toBe('old');
});
