import { expect, inject, it } from 'vitest';
import { apiOf } from './testing/api.ts';
import { expectNoAxeViolations } from './testing/axe.ts';
import { openDashboard } from './testing/dashboard.ts';
import { dismissMessages } from './testing/messages.ts';
import { adminApi, createPerson, type Person, unique } from './testing/people.ts';
import { saveScreenshot } from './testing/screenshot.ts';

it('creates a user, refuses a taken e-mail, and shows the password once', async () => {
  const other = await createPerson();
  const page = await openDashboard({ path: '/users', expectInConsole: ['409'] });
  await page.getByRole('button', { name: 'Create user' }).first().click();
  const panel = page.getByRole('dialog', { name: 'Create user' });
  await panel.getByRole('button', { name: 'Create user' }).click();
  await panel.getByText('Enter a first name.').waitFor();
  await expectNoAxeViolations(page);

  await panel.getByLabel('E-mail').fill(other.email.toUpperCase());
  await panel.getByLabel('First name').fill('Grace');
  await panel.getByLabel('Last name').fill('Hopper');
  await panel.getByRole('button', { name: 'Create user' }).click();
  await panel.getByText('Another user has this e-mail address.').waitFor();
  const email = `${unique('grace')}@example.com`;
  await panel.getByLabel('E-mail').fill(email);
  const password = await panel.getByLabel('Password', { exact: true }).inputValue();
  await panel.getByRole('button', { name: 'Create user' }).click();
  await page.getByText(password).waitFor();
  await adminApi().send('POST', '/users/token', { email, password });
  await page.getByRole('button', { name: 'Show user' }).click();
  await page.getByRole('dialog', { name: 'Grace Hopper' }).waitFor();
  expect(page.url()).toContain('/users?user=');
});

it('changes a user, ends a session, and deletes the user with a word on what they own', async () => {
  const ada = await createPerson();
  const theirs = await apiOfPerson(ada);
  await theirs.send('POST', '/tables', { name: unique('notes_'), table_schema: { title: { type: 'text' } } });
  const page = await openDashboard({ path: `/users?search=${ada.firstName}` });
  await page.getByRole('link', { name: ada.email }).click();
  const panel = page.getByRole('dialog', { name: `${ada.firstName} Lovelace` });
  await panel.getByRole('button', { name: /^Sign out: / }).waitFor();
  await saveScreenshot(page, 'users');
  await expectNoAxeViolations(page);

  await panel.getByLabel('Last name').fill('King');
  await panel.getByRole('button', { name: 'Save' }).click();
  const changed = page.getByRole('dialog', { name: `${ada.firstName} King` });
  await changed.getByRole('button', { name: /^Sign out: / }).click();
  await changed.getByText(`${ada.firstName} is not signed in.`).waitFor();
  await expect(theirs.send('GET', '/users/me')).rejects.toThrow('401');

  await dismissMessages(page);
  await changed.getByRole('button', { name: 'Delete…' }).click();
  const dialog = page.getByRole('dialog', { name: /^Delete / });
  await dialog.getByText('1 table passes to you.').waitFor();
  await expectNoAxeViolations(page);
  await dialog.getByLabel(/^Type /).fill(ada.email);
  await page.keyboard.press('Enter');
  await page.getByText('No user matches').waitFor();
  expect(page.url()).not.toContain('user=');
  await expect(adminApi().send('GET', `/users/${ada.id}`)).rejects.toThrow('404');
});

it('closes only the top thing with Esc, and says when a linked user is not there', async () => {
  const ada = await createPerson();
  const page = await openDashboard({ path: `/users?user=${ada.id}`, expectInConsole: ['404'] });
  await page.getByRole('button', { name: 'Reset…' }).click();
  await page.getByRole('dialog', { name: /^Reset the password/ }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: /^Reset the password/ }).waitFor({ state: 'detached' });
  // Screen readers reach the panel again a frame after the dialog is gone. Had Esc closed it, it would not come back.
  await page.getByRole('dialog', { name: `${ada.firstName} Lovelace` }).waitFor();
  expect(page.url()).toContain('user=');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  await page.goto('/users?user=00000000-0000-4000-8000-000000000000');
  await page.getByText('This user is not there').waitFor();
});

// Where another system is tested, its administrators are not ours to remove.
it.runIf(inject('system').environment)(
  'warns before you give up your role, and explains why the last can not',
  async () => {
    await removeOtherAdministrators();
    const { adminEmail } = inject('system');
    const page = await openDashboard({ path: '/users?role=ADMIN', expectInConsole: ['409'] });
    await page.getByRole('row').filter({ hasText: 'you' }).getByRole('link', { name: adminEmail }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'User', exact: true }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    const dialog = page.getByRole('dialog', { name: /^Give up/ });
    await dialog.getByLabel(/^Type /).fill(adminEmail);
    await dialog.getByRole('button', { name: 'Give up the role' }).click();
    await dialog.getByText('This user is the last active administrator.').waitFor();
  },
);

async function apiOfPerson({ email, password }: Person) {
  const { access_token } = await adminApi().send('POST', '/users/token', { email, password });
  return apiOf(inject('system'), String(access_token));
}

async function removeOtherAdministrators(): Promise<void> {
  const users = Object.values(await adminApi().send('GET', '/users?limit=1000'));
  for (const user of users as { id: string; email: string; role: string }[]) {
    const isOther = user.role === 'ADMIN' && user.email !== inject('system').adminEmail;
    if (isOther) await adminApi().send('DELETE', `/users/${user.id}`);
  }
}
