import { expect, inject, it } from 'vitest';
import { apiOf } from './testing/api.ts';
import { expectNoAxeViolations } from './testing/axe.ts';
import { openDashboard } from './testing/dashboard.ts';
import { adminApi, createPerson, type Person } from './testing/people.ts';
import { saveScreenshot } from './testing/screenshot.ts';

it('changes your name and password, ends sessions, and signs out everywhere', async () => {
  const ada = await createPerson('ADMIN');
  const program = await signIn(ada);
  const page = await openDashboard({ signIn: ada, path: '/', expectInConsole: ['403'] });
  await page.getByRole('button', { name: /^Account/ }).click();
  await page.getByRole('menuitem', { name: 'Your profile' }).click();
  await page.getByText('this one').waitFor();
  await saveScreenshot(page, 'profile');
  await expectNoAxeViolations(page);

  await page.getByLabel('Last name').fill('King');
  await page.keyboard.press('Enter');
  await page.getByText('Your name is saved.').waitFor();
  expect(await adminApi().send('GET', `/users/${ada.id}`)).toMatchObject({ lastName: 'King' });

  const password = 'a longer password';
  await page.getByLabel('Current password').fill('not it');
  await page.getByLabel('New password', { exact: true }).fill(password);
  await page.getByLabel('Repeat the new password').fill('another');
  await page.keyboard.press('Enter');
  await page.getByText('The two passwords differ.').waitFor();
  await page.getByLabel('Repeat the new password').fill(password);
  await page.keyboard.press('Enter');
  await page.getByText('This is not your current password.').waitFor();
  await page.getByLabel('Current password').fill(ada.password);
  await page.keyboard.press('Enter');
  await page.getByText('Your password is changed.').waitFor();
  await expect(program.send('GET', '/users/me')).rejects.toThrow('401');
  await page.getByText('1 session', { exact: true }).waitFor();

  const second = await signIn({ ...ada, password });
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await expect(second.send('GET', '/users/me')).rejects.toThrow('401');
});

async function signIn({ email, password }: Pick<Person, 'email' | 'password'>) {
  const { access_token } = await adminApi().send('POST', '/users/token', { email, password });
  return apiOf(inject('system'), String(access_token));
}
