import type { SelfDB, WebhookWithSecret } from '@selfdb/sdk';

const FUNCTION = 'github';

/** Makes an inbound webhook for the function, which has to be deployed. The answer has the address and the secret for GitHub. */
export async function createWebhook({ functions, webhooks }: SelfDB): Promise<WebhookWithSecret> {
  const fn = (await functions.list({ search: FUNCTION })).find(({ name }) => name === FUNCTION);
  if (!fn)
    throw new Error('Deploy the function first: ./selfdb functions deploy examples/github-webhook/functions');
  return webhooks.create({
    name: 'GitHub',
    function_id: fn.id,
    provider: 'github',
    // By default 100, and all examples come at once.
    rate_limit_per_minute: 10_000,
  });
}
