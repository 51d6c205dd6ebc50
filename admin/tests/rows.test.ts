import { expect, it } from 'vitest';
import { expectNoAxeViolations } from './testing/axe.ts';
import { openDashboard } from './testing/dashboard.ts';
import { createRowsTable } from './testing/rows-table.ts';
import { saveScreenshot } from './testing/screenshot.ts';

it('edits by keyboard with all digits, undoes, and keeps search and filter in the URL', async () => {
  const { name, sql } = await createRowsTable(60);
  const page = await openDashboard({ path: `/tables/${name}?sort=id` });
  const { keyboard } = page;
  const big = page.locator('#cell-0-2');
  await page.getByText('Row 1', { exact: true }).waitFor();
  expect(await big.textContent()).toBe('9007199254740993');

  await page.getByRole('grid').focus();
  await keyboard.press('ArrowRight');
  await keyboard.press('ArrowRight');
  await keyboard.type('9007199254749999');
  await keyboard.press('Enter');
  await page.getByText('Saved big').waitFor();
  expect(await sql(`select big::text from ${name} where id = 1`)).toEqual([['9007199254749999']]);
  await keyboard.press('Control+z');
  await page.getByText('9007199254740993', { exact: true }).waitFor();
  await expect.poll(() => sql(`select big::text from ${name} where id = 1`)).toEqual([['9007199254740993']]);

  await page.getByLabel('Open row 1', { exact: true }).click();
  const panel = page.getByRole('dialog', { name: 'Row 1' });
  expect(await panel.getByLabel('big').inputValue()).toBe('9007199254740993');
  await keyboard.press('Escape');

  await page.getByLabel('Search the rows').fill('Row 5');
  await page.getByText('11 rows').waitFor();
  await page.goto(`/tables/${name}?filter=${encodeURIComponent('{"id":{"lte":"3"}}')}`);
  await page.getByText('3 rows').waitFor();
  await expectNoAxeViolations(page);
  await saveScreenshot(page, 'rows');
});

it('shows at the cell why the server refuses a value, and the value that stays', async () => {
  const { name, sql } = await createRowsTable(3);
  const page = await openDashboard({
    path: `/tables/${name}?sort=id`,
    theme: 'dark',
    expectInConsole: ['409'],
  });
  await page.locator('#cell-0-2').click();
  await page.keyboard.type('9007199254740994');
  await page.keyboard.press('Enter');
  await page.locator('#cell-0-2[aria-invalid=true]').waitFor();
  await page.getByText('Not saved: big').waitFor();
  expect(await page.locator('#cell-0-2').textContent()).toBe('9007199254740993');
  expect(await sql(`select count(*) from ${name} where big = 9007199254740994`)).toEqual([[1]]);
  await expectNoAxeViolations(page);
});

it('deletes ticked rows and brings them back', async () => {
  const { name, sql } = await createRowsTable(5);
  const page = await openDashboard({ path: `/tables/${name}?sort=id`, width: 390 });
  await page.getByRole('checkbox', { name: 'Select row 1', exact: true }).click();
  await page.getByRole('checkbox', { name: 'Select row 3', exact: true }).click({ modifiers: ['Shift'] });
  await page.getByText('3 selected').waitFor();
  await expectNoAxeViolations(page);
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('button', { name: 'Delete 3 rows' }).click();
  await page.getByText('Deleted 3 rows.').waitFor();
  expect(await sql(`select id from ${name} order by id`)).toEqual([[4], [5]]);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('The rows are back.').waitFor();
  expect(await sql(`select count(*) from ${name}`)).toEqual([[5]]);
});

it('shows what others change, with all digits, and tells of new rows', async () => {
  const { name, sql } = await createRowsTable(3, true);
  const page = await openDashboard({ path: `/tables/${name}?sort=id` });
  await page.getByText('Live', { exact: true }).waitFor();
  await sql(
    `update ${name} set big = 9007199254749997 where id = 2; insert into ${name} (title) values ('New')`,
  );
  await page.getByText('9007199254749997').waitFor();
  await page.getByRole('button', { name: '1 new row' }).click();
  await page.getByText('New', { exact: true }).waitFor();
  await sql(`alter table ${name} rename column note to remark; update ${name} set remark = 'Renamed'`);
  await page.getByRole('columnheader', { name: 'remark' }).waitFor();
  await page.getByText('Renamed').first().waitFor();
  expect(await page.getByRole('columnheader', { name: 'note' }).count()).toBe(0);
});
