import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { admin, email, marker, PASSWORD } from '../world/users.ts';
import { type Stage, startExample } from './pages.ts';

// It builds and serves the example, on whatever machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let stage: Stage;
beforeAll(async () => {
  stage = await startExample('todo');
});
afterAll(() => stage.stop());

async function send(page: Page, button: string, address: string): Promise<void> {
  await page.getByLabel('E-mail').fill(address);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: button }).click();
  await page.getByLabel('New todo').waitFor();
}

async function add(page: Page, title: string): Promise<void> {
  await page.getByLabel('New todo').fill(`${title} ${run}`);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
}

/** Of this run: the table may hold todos of other people. */
const run = marker('run');
const titles = (page: Page) => page.getByRole('listitem').locator('label').allTextContents();
const shows = (page: Page, expected: string[]) =>
  vi.waitFor(async () => {
    const own = (await titles(page)).filter((title) => title.endsWith(run));
    expect(own).toEqual(expected.map((title) => `${title} ${run}`));
  }, 10_000);

it('the three pages show the same todos, through a cut, a deletion in bulk and a sign-out', async () => {
  const [ada, grace] = [email('ada'), email('grace')];
  const context = await stage.newContext();
  const react = await stage.open('/react', context);
  await send(react, 'Create account', ada);
  const solid = await stage.open('/solid', await stage.newContext());
  await send(solid, 'Create account', grace);
  // Signed in by the session of the other tab.
  const plain = await stage.open('/plain', context);
  const pages = [react, solid, plain];

  await add(react, 'water plants');
  await add(solid, 'read');
  await Promise.all(pages.map((page) => shows(page, ['read', 'water plants'])));

  // Own ones can be changed, those of others can't.
  await plain.getByLabel(`water plants ${run}`).first().check();
  await react.getByRole('checkbox', { name: `water plants ${run}`, checked: true }).waitFor();
  await solid.getByRole('checkbox', { name: `water plants ${run}`, checked: true, disabled: true }).waitFor();
  const deletions = solid.getByRole('button', { name: new RegExp(`^Delete .* ${run}$`) });
  expect(await deletions.count()).toBe(1);

  // What is written while they are cut off appears afterwards.
  stage.cut();
  const { id } = (await admin.get<{ id: string }[]>('/tables/', { search: 'todos' })).body[0] ?? {};
  const { id: user_id } = (await admin.get<{ id: string }>('/users/me')).body;
  await admin.post(`/tables/${id}/data`, { title: `from elsewhere ${run}`, user_id });
  await solid.getByRole('checkbox', { name: `read ${run}` }).click();
  stage.restore();
  await Promise.all(pages.map((page) => shows(page, ['from elsewhere', 'read', 'water plants'])));

  await solid.getByRole('button', { name: `Delete read ${run}` }).click();
  await Promise.all(pages.map((page) => shows(page, ['from elsewhere', 'water plants'])));
  await admin.post('/sql/query', { query: `delete from todos where title like '%${run}'` });
  await Promise.all(pages.map((page) => shows(page, [])));

  // In both tabs of the session.
  await react.getByRole('button', { name: /^Sign out/ }).click();
  await Promise.all([react, plain].map((page) => page.getByLabel('E-mail').waitFor()));
  await send(plain, 'Sign in', ada);
  await react.getByLabel('New todo').waitFor();
});
