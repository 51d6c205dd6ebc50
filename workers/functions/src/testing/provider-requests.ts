import { createHmac } from 'node:crypto';
import { sign as signAsGitHub } from '@octokit/webhooks-methods';
import { Webhook } from 'standardwebhooks';
import Stripe from 'stripe';

/** A request as a provider sends it. */
interface ProviderRequest {
  body: string;
  headers: Record<string, string>;
}

type Signer = (secret: string, id: string, seconds: number) => Promise<ProviderRequest>;

/** Signs a request with an id and a time (seconds since 1970): by each provider's own library, or as it documents. */
export const PROVIDERS: Record<string, Signer> = {
  github: async (secret, id) => {
    const body = JSON.stringify({ action: 'opened', id });
    const signature = await signAsGitHub(secret, body);
    return {
      body,
      headers: { 'X-GitHub-Event': 'issues', 'X-GitHub-Delivery': id, 'X-Hub-Signature-256': signature },
    };
  },
  stripe: async (secret, id, timestamp) => {
    const body = JSON.stringify({ id, type: 'invoice.paid' });
    const cryptoProvider = Stripe.createSubtleCryptoProvider();
    const options = { payload: body, secret, timestamp, cryptoProvider };
    return {
      body,
      headers: { 'Stripe-Signature': await Stripe.webhooks.generateTestHeaderStringAsync(options) },
    };
  },
  // https://docs.slack.dev/authentication/verifying-requests-from-slack
  slack: async (secret, id, seconds) => {
    const body = JSON.stringify({ type: 'event_callback', event_id: id, event: { type: 'app_mention' } });
    const signature = createHmac('sha256', secret).update(`v0:${seconds}:${body}`).digest('hex');
    return {
      body,
      headers: { 'X-Slack-Request-Timestamp': String(seconds), 'X-Slack-Signature': `v0=${signature}` },
    };
  },
  'standard-webhooks': async (secret, id, seconds) => {
    const body = JSON.stringify({ type: 'user.created' });
    const signature = new Webhook(secret).sign(id, new Date(seconds * 1000), body);
    return {
      body,
      headers: { 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': signature },
    };
  },
  generic: async (secret, id) => {
    const body = '{"n": 1}';
    const signature = createHmac('sha256', secret).update(body).digest('hex');
    return { body, headers: { 'X-Webhook-Id': id, 'X-Webhook-Signature': `sha256=${signature}` } };
  },
};

/** Those that sign the time. */
export const TIMED_PROVIDERS = ['stripe', 'slack', 'standard-webhooks'];

export const nowSeconds = () => Math.floor(Date.now() / 1000);
