import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it, onTestFinished } from 'vitest';
import { expectNoAxeViolations } from './testing/axe.ts';
import { openDashboard } from './testing/dashboard.ts';
import { adminApi, unique } from './testing/people.ts';
import { previewSamples } from './testing/preview-samples.ts';

interface Bucket {
  id: string;
  name: string;
}

interface ListedFile {
  path: string;
  checksum_sha256: string;
}

const panel = (page: Page) => page.getByRole('complementary', { name: 'Uploads' });
const files = (page: Page) => page.getByLabel('Files to upload');
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

async function createBucket(limits: object = {}): Promise<Bucket> {
  const name = unique('uploads-');
  const { id } = await adminApi().send('POST', '/storage/buckets', { name, access: 'owner', ...limits });
  return { id: String(id), name };
}

async function filesIn({ id }: Bucket): Promise<ListedFile[]> {
  const { data } = await adminApi().send('GET', `/storage/files?bucket_id=${id}&sort_by=path&sort_order=asc`);
  return data as ListedFile[];
}

/** A file of random bytes, of the size that is sent in parts. */
async function createLargeFile(mib: number): Promise<{ path: string; hash: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'selfdb-upload-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const bytes = randomBytes(mib * 1024 * 1024);
  const path = join(folder, 'large.bin');
  await writeFile(path, bytes);
  return { path, hash: sha256(bytes) };
}

/** Drags a file or folder of the disk over the page and lets go, as a person does. */
async function dropFrom(page: Page, path: string): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const box = await page.getByText('This bucket is empty').boundingBox();
  const drag = (type: 'dragEnter' | 'dragOver' | 'drop') =>
    devtools.send('Input.dispatchDragEvent', {
      ...{ type, x: box?.x ?? 0, y: box?.y ?? 0 },
      data: { items: [], files: [path], dragOperationsMask: 1 },
    });
  await drag('dragEnter');
  await drag('dragOver');
  await page.getByText('Drop to upload to').waitFor();
  await drag('drop');
}

it('uploads a folder that is dropped with its subfolders, asks once about taken names, and names the limit of what it refuses', async () => {
  const bucket = await createBucket({ max_file_size: 1000 });
  const root = await mkdtemp(join(tmpdir(), 'selfdb-folder-'));
  onTestFinished(() => rm(root, { recursive: true }));
  const folder = join(root, 'trip');
  await mkdir(join(folder, 'day 1'), { recursive: true });
  await writeFile(join(folder, 'a.txt'), 'a');
  await writeFile(join(folder, 'day 1', '日本.txt'), 'b');
  await writeFile(join(folder, 'too-large.txt'), 'x'.repeat(1001));
  const page = await openDashboard({ path: `/storage/${bucket.name}`, expectInConsole: ['409'] });
  await dropFrom(page, folder);
  await panel(page).getByText('2 files uploaded, 1 not accepted').first().waitFor();
  await panel(page).getByText('is more than the bucket’s limit of 1.0 KB for a file.').waitFor();
  // The listing shows what has arrived.
  await page.getByRole('gridcell', { name: 'trip' }).first().waitFor();
  await expectNoAxeViolations(page);

  await page.getByLabel('Folder to upload').setInputFiles(folder);
  const question = page.getByRole('dialog', { name: 'Files with these names exist' });
  await question.getByRole('button', { name: 'Keep both' }).click();
  await panel(page).getByText('4 files uploaded').first().waitFor();
  expect((await filesIn(bucket)).map(({ path }) => path)).toEqual([
    ...['trip/a (1).txt', 'trip/a.txt', 'trip/day 1/日本 (1).txt', 'trip/day 1/日本.txt'],
  ]);
  await panel(page).getByRole('button', { name: 'Close' }).click();
  await panel(page).waitFor({ state: 'detached' });
});

it('pauses a large file, goes on where it was after a reload and on another page, and survives a cut connection', async () => {
  const bucket = await createBucket();
  const { path, hash } = await createLargeFile(9);
  const page = await openDashboard({
    path: `/storage/${bucket.name}`,
    expectInConsole: ['net::ERR_'],
  });
  // The browser asks before the page is left.
  page.on('dialog', (question) => question.accept());
  const parts: string[] = [];
  let hold = true;
  await page.route('**/storage/files/tus/**', async (route) => {
    const request = route.request();
    if (request.method() === 'PATCH') parts.push((await request.headerValue('upload-offset')) ?? '');
    // The third part does not leave until the test has paused.
    if (request.method() === 'PATCH' && hold && parts.length > 2) return;
    await route.continue();
  });
  await files(page).setInputFiles(path);
  await panel(page).getByText('4.2 MB of 9.4 MB').first().waitFor();
  await page.reload();
  const unfinished = page.getByRole('region', { name: 'Unfinished uploads' });
  await unfinished.getByText('Choose the same file again to go on.').waitFor();
  await unfinished.getByLabel('Files to go on with').setInputFiles(path);
  await panel(page).getByText('4.2 MB of 9.4 MB').first().waitFor();
  await unfinished.waitFor({ state: 'detached' });
  await panel(page).getByRole('button', { name: 'Pause large.bin' }).click();
  await panel(page).getByText('Paused · 4.2 MB of 9.4 MB').waitFor();

  await page.getByRole('link', { name: 'Users' }).click();
  await page.getByRole('heading', { name: 'Users' }).waitFor();
  await page.context().setOffline(true);
  hold = false;
  await panel(page).getByRole('button', { name: 'Resume large.bin' }).click();
  await panel(page).getByText('Waiting for connection…').first().waitFor();
  await page.context().setOffline(false);
  await panel(page).getByText('1 file uploaded').first().waitFor();
  // Nothing was sent twice but the part that was held.
  const twice = parts.filter((offset, index) => parts.indexOf(offset) !== index);
  expect(new Set(twice)).toEqual(new Set([`${4 * 1024 * 1024}`]));
  expect(await filesIn(bucket)).toMatchObject([{ path: 'large.bin', checksum_sha256: hash }]);
});

it('shows an image, text, JSON and a PDF, and runs nothing of a page', async () => {
  const bucket = await createBucket();
  const page = await openDashboard({ path: `/storage/${bucket.name}` });
  await files(page).setInputFiles(previewSamples());
  await panel(page).getByText('5 files uploaded').first().waitFor();
  await panel(page).getByRole('button', { name: 'Close' }).click();
  const open = async (name: string) => {
    await page.getByRole('gridcell', { name }).first().dblclick();
    return page.getByRole('dialog', { name, exact: true });
  };
  const json = await open('a.json');
  await json.getByText('"big": 9007199254740993').waitFor();
  await json.getByRole('button', { name: 'Full screen' }).click();
  await page.keyboard.press('ArrowRight');
  const full = page.getByRole('dialog', { name: 'b.html' });
  await full.getByText('<script>top.ran = true</script>').waitFor();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('dialog', { name: 'c.log' }).getByText('The first 262 KB of 300 KB.').waitFor();
  await page.getByRole('button', { name: 'Show more' }).click();
  await page.getByText('the last line').waitFor();
  await page.keyboard.press('ArrowRight');
  await expect
    .poll(() => page.frames().filter((frame) => frame.url().startsWith('blob:')).length)
    .toBeGreaterThan(0);
  await page.getByRole('button', { name: 'Next file' }).click();
  const image = page.getByRole('img', { name: 'e.svg' });
  await expect.poll(() => image.evaluate((element) => (element as HTMLImageElement).naturalWidth)).toBe(20);
  await expectNoAxeViolations(page);
  expect(await page.evaluate(() => 'ran' in window)).toBe(false);
});
