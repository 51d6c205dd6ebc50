import { buffer } from 'node:stream/consumers';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { expectNoAxeViolations } from './testing/axe.ts';
import { createBucket, filesOf, uploadFile } from './testing/bucket.ts';
import { openDashboard } from './testing/dashboard.ts';
import { dismissMessages } from './testing/messages.ts';
import { adminApi, unique } from './testing/people.ts';
import { saveScreenshot } from './testing/screenshot.ts';

const listing = (page: Page) => page.getByRole('grid', { name: 'Files and folders' });
const line = (page: Page, name: string | RegExp) => listing(page).getByRole('row', { name });
const dialog = (page: Page, name?: string | RegExp) => page.getByRole('dialog', name ? { name } : {});

it('creates a bucket with its limits, changes it, and deletes it with a typed name when it has files', async () => {
  const name = unique('films-');
  const page = await openDashboard({ path: '/storage', expectInConsole: ['409'] });
  await page.getByRole('button', { name: 'Create bucket' }).first().click();
  const panel = dialog(page, 'Create bucket');
  await panel.getByLabel('Name', { exact: true }).fill('Films');
  await panel.getByText('The name does not meet the rules below.').waitFor();
  await expectNoAxeViolations(page);
  await panel.getByLabel('Name', { exact: true }).fill(name);
  await panel.getByText('Public', { exact: true }).click();
  await panel.getByLabel('Largest file').fill('1.5');
  await panel.getByRole('button', { name: 'Allow image/*' }).click();
  await panel.getByRole('button', { name: 'Create bucket' }).click();
  await page.getByText('This bucket is empty').waitFor();
  const [bucket] = Object.values(await adminApi().send('GET', `/storage/buckets?search=${name}`));
  expect(bucket).toMatchObject({
    access: 'public',
    max_file_size: 1_500_000,
    allowed_mime_types: ['image/*'],
  });

  await dismissMessages(page);
  await page.getByRole('button', { name: `Actions for ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Change settings' }).click();
  await dialog(page).getByLabel('Largest file').fill('');
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  await page.getByText(`The bucket ${name} was changed.`).waitFor();
  const { id } = bucket as { id: string };
  expect(await adminApi().send('GET', `/storage/buckets/${id}`)).toMatchObject({ max_file_size: null });

  await uploadFile(id, 'a.png', 'x', 'image/png');
  // So the activity links to a bucket.
  await page.goto(`/storage?bucket=${id}&path=in/`);
  await page.waitForURL(`**/storage/${name}?path=in%2F`);
  await page.getByRole('button', { name: `Actions for ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await dialog(page).getByText('The bucket and its 1 file').waitFor();
  await dialog(page)
    .getByLabel(/^Type /)
    .fill(name);
  await page.keyboard.press('Enter');
  await page.getByText(`The bucket ${name} was deleted.`).waitFor();
  await expect(adminApi().send('GET', `/storage/buckets/${id}`)).rejects.toThrow('404');
});

it('goes through folders by keyboard, renames, and moves into a new folder', async () => {
  const { id, name } = await createBucket();
  const paths = ['a/b/one.txt', 'a/b/two.txt', 'a/three.txt', 'top.txt'];
  for (const path of paths) await uploadFile(id, path, path);
  const page = await openDashboard({ path: `/storage/${name}`, expectInConsole: ['409'] });
  await line(page, /^a\b/).waitFor();
  await expectNoAxeViolations(page);
  await listing(page).focus();
  await page.keyboard.press('Enter');
  await line(page, /^three\.txt/).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('F2');
  await dialog(page, 'Rename b').getByLabel('New name').fill('c');
  await page.keyboard.press('Enter');
  await line(page, /^c\b/).waitFor();
  expect(await filesOf(id)).toEqual(['a/c/one.txt', 'a/c/two.txt', 'a/three.txt', 'top.txt']);
  expect(await listing(page).evaluate((element) => element === document.activeElement)).toBe(true);

  await page.keyboard.press('Control+a');
  await page.getByText('2 selected').waitFor();
  await page.keyboard.press('m');
  await dialog(page, /^Move/).getByRole('button', { name: 'One folder up' }).click();
  await dialog(page, /^Move/).getByRole('button', { name: 'Create folder' }).click();
  await dialog(page, 'Create folder')
    .getByLabel(/^Name of the folder/)
    .fill('new');
  await page.keyboard.press('Enter');
  await dialog(page, 'Create folder').waitFor({ state: 'detached' });
  await dialog(page, /^Move/).getByRole('button', { name: 'Move here' }).click();
  await page.getByText('1 folder and 1 file moved.').waitFor();
  expect(await filesOf(id)).toEqual(['new/c/one.txt', 'new/c/two.txt', 'new/three.txt', 'top.txt']);
  await page.getByText('This folder is empty').waitFor();
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Upload files' }).click(),
  ]);
  await chooser.setFiles({ name: 'four.txt', mimeType: 'text/plain', buffer: Buffer.from('4') });
  await line(page, /^four\.txt/).waitFor();
  expect(await filesOf(id)).toContain('a/four.txt');
  await page.goBack();
  await line(page, /^new\b/).waitFor();
  await page.getByLabel('Search all folders').fill('two');
  await line(page, /^two\.txt.*new\/c\//).waitFor();
  expect(page.url()).toContain('search=two');
});

it('copies a folder to another bucket, keeping both files of a name, and deletes many with a typed word', async () => {
  const [from, to] = [await createBucket(), await createBucket()];
  const numbers = Array.from({ length: 25 }, (_, index) => index);
  await Promise.all(numbers.map((number) => uploadFile(from.id, `many/${number}.txt`, `${number}`)));
  await uploadFile(to.id, 'many/7.txt', 'was there');
  const page = await openDashboard({ path: `/storage/${from.name}?view=grid`, expectInConsole: ['409'] });
  await listing(page).getByText('many').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Copy…' }).click();
  await dialog(page)
    .getByRole('button', { name: /^Bucket/ })
    .click();
  await page.getByRole('option', { name: to.name }).click();
  await expectNoAxeViolations(page);
  await dialog(page).getByRole('button', { name: 'Copy here' }).click();
  await page.getByText('1 folder copied.').waitFor();
  const copies = await filesOf(to.id);
  expect([copies.length, copies.includes('many/7 (1).txt')]).toEqual([26, true]);

  await listing(page).getByText('many').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await dialog(page)
    .getByLabel(/^Type /)
    .fill(from.name);
  await dialog(page).getByRole('button', { name: 'Delete 25 files' }).click();
  await page.getByText('This bucket is empty').waitFor();
  expect(await filesOf(from.id)).toEqual([]);
});

it('shares a file for a time, downloads it and a zip, and saves its metadata', async () => {
  const { id, name } = await createBucket();
  const fileId = await uploadFile(id, 'docs/plan é.txt', 'the plan');
  await uploadFile(id, 'docs/b.txt', 'b');
  const page = await openDashboard({ path: `/storage/${name}?path=docs/&file=${fileId}` });
  // A headless browser has nobody to choose a file to write to.
  await page.evaluate(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  const panel = dialog(page, 'plan é.txt');
  await panel.getByRole('button', { name: 'Create link' }).click();
  await panel.getByText(/^It works until/).waitFor();
  await saveScreenshot(page, 'storage-file');
  await expectNoAxeViolations(page);
  const url = (await panel.locator('code', { hasText: '/signed?token=' }).textContent()) ?? '';
  const answer = await fetch(url);
  expect([answer.status, await answer.text()]).toEqual([200, 'the plan']);

  await panel.getByLabel('A JSON object of your own').fill('{"author": "Ada"}');
  await panel.getByRole('button', { name: 'Save metadata' }).click();
  await page.getByText('The metadata was saved.').waitFor();
  await dismissMessages(page);
  expect(await adminApi().send('GET', `/storage/files/${fileId}`)).toMatchObject({
    metadata: { author: 'Ada' },
  });
  const [whole] = await Promise.all([
    page.waitForEvent('download'),
    panel.getByRole('button', { name: 'Download' }).click(),
  ]);
  expect([whole.suggestedFilename(), String(await buffer(await whole.createReadStream()))]).toEqual([
    'plan é.txt',
    'the plan',
  ]);
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'detached' });
  expect(page.url()).not.toContain('file=');

  await listing(page).focus();
  await page.keyboard.press('Control+a');
  const [zip] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download' }).click(),
  ]);
  const bytes = String(await buffer(await zip.createReadStream()));
  expect(zip.suggestedFilename()).toBe(`${name}.zip`);
  expect(['PK', 'plan é.txt', 'the plan', 'b.txt'].filter((text) => !bytes.includes(text))).toEqual([]);
});
