import type { Page } from 'playwright-core';

/** Closes the messages in the corner. They lie over what is there, and else a click on it waits until they leave by themselves. */
export async function dismissMessages(page: Page): Promise<void> {
  const dismiss = page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Dismiss' });
  while ((await dismiss.count()) > 0) await dismiss.first().click();
}
