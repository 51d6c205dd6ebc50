import { inject, it } from 'vitest';
import { expectNoAxeViolations } from './testing/axe.ts';
import { openDashboard } from './testing/dashboard.ts';
import { saveScreenshot } from './testing/screenshot.ts';

it('shows how to connect, what is stored and whether all is well', async () => {
  const page = await openDashboard();
  await page
    .getByRole('region', { name: 'Snippet: TypeScript' })
    .getByText(`${inject('system').frontendUrl}/api`)
    .waitFor();
  await page.getByRole('link', { name: /Users/ }).getByText(/^\d/).waitFor();
  await page.getByText('running').first().waitFor();
  await page.getByRole('button', { name: 'Show the API key' }).click();
  await page.getByText(inject('system').apiKey).first().waitFor();
  await page.getByRole('button', { name: 'Hide the API key' }).click();
  await expectNoAxeViolations(page);
  await saveScreenshot(page, 'home');
});
