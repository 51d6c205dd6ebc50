import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { expectNoAxeViolations } from './testing/axe.ts';
import { openDashboard } from './testing/dashboard.ts';
import { createPerson, firstAdministrator, unique } from './testing/people.ts';
import { saveScreenshot } from './testing/screenshot.ts';

async function signIn(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

it('signs in at the URL that was opened, keeps the session over a reload and signs out', async () => {
  const page = await openDashboard({ signIn: null, path: '/users?role=ADMIN' });
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await expectNoAxeViolations(page);
  await saveScreenshot(page, 'login');
  await signIn(page, firstAdministrator());
  await page.getByRole('heading', { name: 'Users' }).waitFor();
  expect(page.url()).toContain('/users?role=ADMIN');
  await page.reload();
  await page.getByRole('heading', { name: 'Users' }).waitFor();

  await page.getByRole('button', { name: /^Account/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
});

it('tells of a wrong password, and turns away a user who is no administrator', async () => {
  const user = await createPerson();
  const page = await openDashboard({ signIn: null, expectInConsole: ['401', '403'] });
  await signIn(page, { ...user, password: 'not the password' });
  await page
    .getByRole('alert')
    .getByText(/e-mail|password/i)
    .first()
    .waitFor();
  await signIn(page, user);
  await page.getByText('Only administrators can use the dashboard').waitFor();
  await expectNoAxeViolations(page);
});

it('asks for another password in the place of the default one', async () => {
  const administrator = await createPerson('ADMIN', 'password');
  const page = await openDashboard({ signIn: null, expectInConsole: ['403'] });
  await signIn(page, administrator);
  await page.getByRole('heading', { name: 'Choose a new password' }).waitFor();
  await expectNoAxeViolations(page);

  const password = unique('a new one ');
  await page.getByLabel('New password', { exact: true }).fill(password);
  await page.getByLabel('Repeat the new password').fill('another one');
  await page.getByRole('button', { name: 'Change and sign in' }).click();
  await page.getByText('The two passwords differ.').waitFor();
  await page.getByLabel('Repeat the new password').fill(password);
  await page.getByRole('button', { name: 'Change and sign in' }).click();
  await page.getByRole('heading', { name: 'Home' }).waitFor();
  await openDashboard({ signIn: { ...administrator, password } });
});
