import { createHmac, randomUUID } from 'node:crypto';
import examples from '@octokit/webhooks-examples' with { type: 'json' };

export interface GithubDelivery {
  id: string;
  event: string;
  body: string;
}

const AT_ONCE = 16;

/** One delivery, with an id of its own, for each of the 329 payloads that Octokit has collected. */
export function exampleDeliveries(): GithubDelivery[] {
  return examples.flatMap(({ name, examples: payloads }) =>
    payloads.map((payload) => ({ id: randomUUID(), event: name, body: JSON.stringify(payload) })),
  );
}

/** Sends deliveries as GitHub does: signed, each with its event and its id. Throws if one is not accepted. */
export async function sendDeliveries(
  webhook: { url: string | null; secret_key: string },
  deliveries: GithubDelivery[],
): Promise<void> {
  const waiting = [...deliveries];
  const sender = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) await send(webhook, next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sender));
}

async function send(
  { url, secret_key: secret }: { url: string | null; secret_key: string },
  { id, event, body }: GithubDelivery,
): Promise<void> {
  const response = await fetch(url ?? '', {
    method: 'POST',
    body,
    headers: {
      'Content-Type': 'application/json',
      'User-Agent': 'GitHub-Hookshot/044aadd',
      'X-GitHub-Delivery': id,
      'X-GitHub-Event': event,
      'X-Hub-Signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    },
  });
  const answer = await response.text();
  if (response.status !== 202) throw new Error(`${event} was not accepted: ${response.status} ${answer}`);
}
