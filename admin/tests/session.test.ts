import { expect, it } from 'vitest';
import { openDashboard } from './testing/dashboard.ts';
import { adminApi, createPerson } from './testing/people.ts';

it('shows the login in place when the session was ended elsewhere, and goes on where it was', async () => {
  const administrator = await createPerson('ADMIN');
  const page = await openDashboard({ signIn: administrator, path: '/users', expectInConsole: ['401'] });
  await page.getByRole('table', { name: 'Users' }).waitFor();
  await adminApi().send('DELETE', `/users/${administrator.id}/sessions`);

  await page.getByRole('searchbox').fill(administrator.firstName);
  await page.getByText('Your session has ended.').waitFor();
  expect(page.url()).toContain(`/users?search=${administrator.firstName}`);
  await page.getByLabel('E-mail').fill(administrator.email);
  await page.getByLabel('Password').fill(administrator.password);
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: administrator.email }).waitFor();
});

it('says when the server does not answer, and tries again', async () => {
  const page = await openDashboard({ path: '/users', expectInConsole: ['net::ERR_FAILED'] });
  await page.getByRole('table', { name: 'Users' }).waitFor();
  await page.route(/\/(?:api|session)\//, (route) => route.abort());
  await page.reload();
  await page.getByText('The server does not answer').waitFor();
  await page.unrouteAll();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('table', { name: 'Users' }).waitFor();

  await page.route('**/api/users?**', (route) => route.abort());
  await page.getByRole('searchbox').fill('x');
  await page.getByText('The users could not be listed.').waitFor();
  await page.unrouteAll();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('The users could not be listed.').waitFor({ state: 'detached' });
});
