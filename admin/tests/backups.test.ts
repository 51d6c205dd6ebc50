import { buffer } from 'node:stream/consumers';
import { launchSystem } from '@selfdb/system-under-test/launch';
import type { Page } from 'playwright-core';
import { afterAll, expect, it, onTestFinished, vi } from 'vitest';
import { expectNoAxeViolations } from './testing/axe.ts';
import { openDashboard } from './testing/dashboard.ts';
import { adminApi, createPerson } from './testing/people.ts';
import { saveScreenshot } from './testing/screenshot.ts';

// It is restored over, which ends all sessions: the system that all tests share must not be.
const launching = launchSystem();
let archive: Buffer;
/** A job takes a second on a machine that has nothing else to do. */
const JOB = { timeout: 120_000 };

// Backups, a system of its own and a restore, on whatever machine.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

afterAll(async () => (await launching).stop());

const administrator = createPerson('ADMIN');

async function openMenu(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: /^Actions for selfdb_backup/ }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

async function signIn(page: Page): Promise<void> {
  const { email, password } = await administrator;
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

it('makes, proves and downloads a backup, and sets when the next ones are made', async () => {
  const off = { cron: '', timezone: 'UTC', retention_days: 7, verify: false };
  onTestFinished(() => void adminApi().send('PUT', '/backups/schedule', off));
  const page = await openDashboard({ path: '/backups', signIn: await administrator });
  await page.getByText('No backups yet').waitFor();
  await page.keyboard.press('n');
  await page.getByLabel('Name (optional)').fill('not a name');
  await page.getByText('Up to 64 letters').waitFor();
  await page.getByLabel('Name (optional)').fill('pre-migration');
  await page.keyboard.press('Enter');
  await page.getByText('The backup is made, and was read back.').waitFor(JOB);
  await openMenu(page, 'Verify');
  await page.getByText('The backup is good.').waitFor(JOB);

  const downloading = page.waitForEvent('download');
  await openMenu(page, 'Download');
  archive = await buffer(await (await downloading).createReadStream());
  expect((await downloading).suggestedFilename()).toMatch(/_pre-migration\.tar\.gz$/);
  expect(archive.subarray(0, 2).toString('hex')).toBe('1f8b');

  await page.getByRole('button', { name: 'Set a schedule' }).click();
  await page.getByLabel('Time', { exact: true }).fill('04:30');
  await page.getByLabel('Time zone').fill('Europe/Nowhere');
  await page.getByRole('dialog').getByText('Every day at 04:30 (Europe/Nowhere)').waitFor();
  await page.getByLabel('Time zone').fill('Europe/Berlin');
  await expectNoAxeViolations(page);
  await page.getByRole('button', { name: 'Save schedule' }).click();
  // The panel says it, too.
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByText('Every day at 04:30 (Europe/Berlin)').waitFor();
  await expectNoAxeViolations(page);

  await openMenu(page, 'Delete');
  await page.getByText('It is the last good backup').waitFor();
  await page.getByRole('button', { name: 'Delete backup' }).click();
  await page.getByText('No backups yet').waitFor();
});

it('fills a new system from the login page, and restores over a system in use', async () => {
  const { system: own } = await launching;
  const page = await openDashboard({
    path: '/backups',
    signIn: null,
    system: own,
    expectInConsole: ['401', '422', '5'],
  });
  await page.getByRole('button', { name: 'Restore a backup' }).click();
  await page.getByLabel('API key').fill(own.apiKey);
  const choose = (bytes: Buffer) =>
    page
      .locator('input[type=file]')
      .setInputFiles({ name: 'backup.tar.gz', mimeType: 'application/gzip', buffer: bytes });
  const restore = page.getByRole('button', { name: 'Restore backup' });
  await choose(archive.subarray(0, archive.length / 2));
  await restore.click();
  await page.getByText('Nothing was restored.').waitFor();
  await expectNoAxeViolations(page);
  await choose(archive);
  await restore.click();
  await page.getByText('The backup was restored.').waitFor(JOB);
  expect(await page.getByRole('button', { name: 'Restore a backup' }).count()).toBe(0);

  // Only the backup has this account.
  await signIn(page);
  await openMenu(page, 'Restore');
  expect(await restore.isDisabled()).toBe(true);
  await page.getByLabel('Type restore to confirm').fill('restore');
  await expectNoAxeViolations(page);
  await restore.click();
  await page.getByText('The backup was restored. Sign in with an account of the backup.').waitFor(JOB);
  await signIn(page);
  await page.getByText('The backup was restored.', { exact: true }).waitFor();
  await saveScreenshot(page, 'backups');
});
