import { expect, it } from 'vitest';
import { expectNoAxeViolations } from './testing/axe.ts';
import { openDashboard } from './testing/dashboard.ts';
import { adminApi, unique } from './testing/people.ts';
import { saveScreenshot } from './testing/screenshot.ts';

async function createTables() {
  const authors = unique('authors_');
  const books = unique('books_');
  await adminApi().send('POST', '/tables', { name: authors, table_schema: { name: { type: 'text' } } });
  await adminApi().send('POST', '/tables', {
    name: books,
    table_schema: {
      author: { type: 'uuid', references: { table: authors, column: 'id', on_delete: 'cascade' } },
    },
  });
  return { authors, books };
}

it('draws tables, finds one, leads from a reference to its rows, and remembers where a table was moved to', async () => {
  const { authors, books } = await createTables();
  const page = await openDashboard({ path: '/diagram' });
  const card = page.getByRole('button', { name: new RegExp(`^Table ${books},`) });
  await card.waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type(books);
  await page.waitForURL(`**/diagram?table=${books}`);
  const panel = page.getByRole('complementary', { name: `Table ${books}` });
  await panel.getByText('Refers to').waitFor();
  await expectNoAxeViolations(page);
  await saveScreenshot(page, 'diagram');

  const before = await card.boundingBox();
  if (!before) throw new Error('The card is not in sight.');
  await page.mouse.move(before.x + 20, before.y + 10);
  await page.mouse.down();
  await page.mouse.move(before.x + 80, before.y + 90, { steps: 4 });
  await page.mouse.up();
  const drawn = page.locator(`[data-card="${books}"]`);
  const moved = await drawn.getAttribute('transform');
  await page.reload();
  await card.waitFor();
  expect(await drawn.getAttribute('transform')).toBe(moved);

  await panel.getByRole('button', { name: new RegExp(authors) }).click();
  await page
    .getByRole('complementary', { name: 'Reference' })
    .getByText('When the row is deleted: cascade')
    .waitFor();
  await page.getByRole('link', { name: 'Show rows' }).click();
  await page.waitForURL(`**/tables/${books}?filter=*`);
});

it('saves a drawing that needs nothing else, and says the same in words', async () => {
  const { authors, books } = await createTables();
  const page = await openDashboard({ path: `/diagram?around=${books}` });
  await page.getByRole('button', { name: new RegExp(`^Table ${authors},`) }).waitFor();
  await page.getByRole('button', { name: 'More for the diagram' }).click();
  const downloading = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Export as SVG' }).click();
  const stream = await (await downloading).createReadStream();
  const svg = (await stream.toArray()).join('');
  expect(svg).toContain(`${books}.author refers to ${authors}.id`);
  await page.getByRole('button', { name: 'List', exact: true }).click();
  await page.getByText(`author refers to ${authors}.id`).waitFor();
});

it('asks for a table where there are too many to draw, and then shows what is around it', async () => {
  const { authors, books } = await createTables();
  const page = await openDashboard();
  await page.route('**/api/tables/count*', (route) => route.fulfill({ json: { count: 5000 } }));
  await page.goto('/diagram');
  await page.getByText('5,000 tables are too many for one drawing.').waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type(authors);
  await page.waitForURL(`**/diagram?table=${authors}&around=${authors}`);
  await page.getByRole('button', { name: new RegExp(`^Table ${books},`) }).waitFor();
  await page
    .getByText(`Shown: ${authors} and what is at most two references away. 4,998 more tables.`)
    .waitFor();
  await page.getByRole('button', { name: 'Choose another table' }).click();
  await page.getByRole('combobox', { name: 'Search tables' }).fill(books);
  await page.getByRole('complementary', { name: `Table ${books}` }).waitFor();
});
