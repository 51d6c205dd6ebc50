import { expect, it } from 'vitest';
import { expectNoAxeViolations } from './testing/axe.ts';
import { openDashboard } from './testing/dashboard.ts';
import { firstAdministrator, unique } from './testing/people.ts';

it('goes by keyboard only from the login to a new user', async () => {
  const page = await openDashboard({ signIn: null });
  const { keyboard } = page;
  const { email, password } = firstAdministrator();
  await page.getByLabel('E-mail').waitFor();
  await keyboard.type(email);
  await keyboard.press('Tab');
  await keyboard.type(password);
  await keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Home' }).waitFor();

  await keyboard.press('Control+k');
  await page.getByRole('combobox', { name: /^Search pages/ }).waitFor();
  await expectNoAxeViolations(page);
  await keyboard.type('users');
  await keyboard.press('Enter');
  await page.getByRole('table', { name: 'Users' }).waitFor();

  await keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).getByText('Create user').waitFor();
  await expectNoAxeViolations(page);
  await keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  await keyboard.press('n');
  await page.getByRole('dialog', { name: 'Create user' }).waitFor();
  const name = unique('grace');
  await keyboard.type(`${name}@example.com`);
  await keyboard.press('Tab');
  await keyboard.type('Grace');
  await keyboard.press('Tab');
  await keyboard.type('Hopper');
  await keyboard.press('Enter');
  await page.getByText('Grace can sign in now.').waitFor();
  await keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  await keyboard.press('/');
  await keyboard.type(name);
  await page.getByRole('link', { name: `${name}@example.com` }).waitFor();
  await keyboard.press('Escape');
  await page.locator('#main').focus();
  await keyboard.press('g');
  await keyboard.press('h');
  await page.getByRole('heading', { name: 'Home' }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/');
});

it('takes what is typed from the moment the palette opens', async () => {
  const page = await openDashboard({ path: '/' });
  await page.getByRole('heading', { name: 'Home' }).waitFor();
  const focused = await page.evaluate(() => {
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true }));
    return document.activeElement?.getAttribute('aria-label');
  });
  expect(focused).toMatch(/^Search pages/);
});
