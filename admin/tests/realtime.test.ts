import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { expectNoAxeViolations } from './testing/axe.ts';
import { openDashboard } from './testing/dashboard.ts';
import { adminApi, unique } from './testing/people.ts';
import { createRowsTable } from './testing/rows-table.ts';
import { saveScreenshot } from './testing/screenshot.ts';

const event = (page: Page, ...texts: string[]) =>
  texts.reduce((found, hasText) => found.filter({ hasText }), page.getByRole('option')).first();
const joined = (page: Page, topic: string) => event(page, 'joined', topic).waitFor();

it('watches a table while another client writes, and replays from an event', async () => {
  const table = await createRowsTable(1);
  const topic = `table:${table.name}`;
  const page = await openDashboard({ path: '/realtime' });
  const field = page.getByRole('combobox', { name: 'Table to watch' });
  await field.fill(table.name);
  await page.getByRole('button', { name: 'Turn realtime on and join' }).click();
  await joined(page, topic);
  await table.sql(`update ${table.name} set title = 'Another', note = 'n' where title = 'Row 1'`);
  await event(page, 'update', 'Row 1 → Another').waitFor();
  await table.sql(`insert into ${table.name} (title) values ('Second'), ('Third')`);
  await event(page, 'insert', 'Third').waitFor();
  await saveScreenshot(page, 'realtime');

  await page.getByRole('listbox', { name: 'Events' }).focus();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  const panel = page.getByRole('dialog', { name: `update · ${topic}` });
  await panel.getByRole('row', { name: 'title Row 1 Another' }).waitFor();
  await expectNoAxeViolations(page);
  await panel.getByRole('button', { name: 'Replay from this event' }).click();
  await event(page, 'insert', 'Second', 'replayed').waitFor();
  expect(new URL(page.url()).searchParams.get('join')).toContain('since');
  expect(await event(page, 'update', 'replayed').count()).toBe(0);
  await table.sql(`insert into ${table.name} (title) values ('Live')`);
  await event(page, 'insert', 'Live').waitFor();
  expect(await event(page, 'Live', 'replayed').count()).toBe(0);
  expect(await page.getByRole('option').filter({ hasText: 'Third' }).count()).toBe(1);

  await table.sql(`truncate ${table.name}`);
  await page.getByText('some changes are missing here').waitFor();
  await event(page, 'gap', 'The table was truncated').waitFor();
});

it('joins with a filter of the server, pauses, and finds events', async () => {
  const table = await createRowsTable(0, true);
  const page = await openDashboard({ path: `/realtime?topic=table:${table.name}` });
  await joined(page, table.name);
  await page.getByRole('button', { name: `Actions for table:${table.name}` }).click();
  await page.getByRole('menuitem', { name: 'Filter and replay…' }).click();
  const panel = page.getByRole('dialog', { name: `table:${table.name}` });
  await panel.getByText('Deleted rows').click();
  await panel.getByRole('button', { name: 'Add a condition' }).click();
  await panel.getByLabel('Column').selectOption('title');
  await panel.getByLabel('Comparison').selectOption('eq');
  await panel.getByLabel('Value').fill('Wanted');
  await expectNoAxeViolations(page);
  await panel.getByRole('button', { name: 'Join' }).click();
  await page.getByText('filtered').waitFor();
  await expect.poll(() => page.getByRole('option').filter({ hasText: 'joined' }).count()).toBe(2);
  await table.sql(
    `insert into ${table.name} (title, note) values ('Other', ''), ('Wanted', 'needle'), ('Wanted', '')`,
  );
  await event(page, 'insert', 'needle').waitFor();
  expect(await event(page, 'Other').count()).toBe(0);

  await page.getByRole('heading', { name: 'Realtime' }).click();
  await page.keyboard.press('p');
  await table.sql(`insert into ${table.name} (title, note) values ('Wanted', 'later')`);
  await page.getByRole('button', { name: 'Resume (1 new)' }).waitFor();
  expect(await event(page, 'later').count()).toBe(0);
  await page.keyboard.press('p');
  await event(page, 'later').waitFor();
  await page.getByLabel('Search the events').fill('needle');
  await expect.poll(() => page.getByRole('option').count()).toBe(1);
  expect(page.url()).toContain('q=needle');
});

it('exchanges messages and presence with another page in a room', async () => {
  const room = unique('room:');
  const [here, there] = [
    await openDashboard({ path: `/realtime?topic=${room}` }),
    await openDashboard({ path: `/realtime?topic=${room}` }),
  ];
  await Promise.all([joined(here, room), joined(there, room)]);
  await here.getByLabel('Your state').fill('{"status": "away"}');
  await here.getByRole('button', { name: 'Show me here' }).click();
  await there
    .getByRole('list', { name: `Present in ${room}` })
    .getByText('{"status":"away"}')
    .waitFor();

  await here.getByLabel('Payload').fill('{"text": ');
  await here.getByRole('button', { name: 'Send' }).click();
  await here.getByText(/^This is not JSON/).waitFor();
  await here.getByLabel('Payload').fill('{"text": "Здравствуйте"}');
  await here.getByRole('button', { name: 'Send' }).click();
  await event(there, 'message', '{"text":"Здравствуйте"}').waitFor();
  await event(here, 'message', 'sent by you').waitFor();
  await expectNoAxeViolations(here);

  await here.getByRole('button', { name: 'Hide me' }).click();
  await there.getByText('Nobody shows themselves here.').waitFor();
});

it('goes on when a table becomes private, and says why when its realtime ends', async () => {
  const table = await createRowsTable(1, true);
  await adminApi().send('PATCH', `/tables/${table.id}`, { access: 'public' });
  const page = await openDashboard({ path: `/tables/${table.name}` });
  await page.getByRole('link', { name: 'Watch' }).click();
  await joined(page, table.name);
  await adminApi().send('PATCH', `/tables/${table.id}`, { access: 'owner' });
  await table.sql(`insert into ${table.name} (title) values ('Private')`);
  await event(page, 'insert', 'Private').waitFor();
  await adminApi().send('PATCH', `/tables/${table.id}`, { realtime_enabled: false });
  await page.getByRole('alert').getByText('Realtime is not enabled for this table.').waitFor();
  await expectNoAxeViolations(page);
  await page.getByRole('button', { name: 'Turn realtime on and join' }).click();
  await page.getByRole('alert').waitFor({ state: 'detached' });
  await table.sql(`insert into ${table.name} (title) values ('Again')`);
  await event(page, 'insert', 'Again').waitFor();
});
