/** How the requests of a provider are signed, and what to enter there. */
export interface ProviderPreset {
  id: 'github' | 'stripe' | 'slack' | 'standard-webhooks' | 'generic';
  label: string;
  /** In a sentence, for the choice. */
  hint: string;
  /** The header of the signature. */
  header: string;
  /** What to do at the provider. */
  steps: string[];
  /** Who makes the secret. `first`: before the address is entered there; `later`: when it is. */
  secret: { madeBy: 'selfdb' } | { madeBy: 'provider'; when: 'first' | 'later'; label: string; hint: string };
  /** Events by the names that `provider_event_type` takes. */
  events: string;
  /** A request like those of the provider. */
  sample: { event: string; body: object };
}

export type PresetId = ProviderPreset['id'];

const GITHUB: ProviderPreset = {
  id: 'github',
  label: 'GitHub',
  hint: 'Events of repositories and organizations.',
  header: 'X-Hub-Signature-256',
  steps: [
    'In the repository or the organization, open Settings, Webhooks, and press “Add webhook”.',
    'Enter the address as Payload URL and the secret as Secret.',
    'Choose the content type application/json and the events. GitHub then sends the event ping.',
  ],
  secret: { madeBy: 'selfdb' },
  events: 'push, issues.opened',
  sample: {
    event: 'issues',
    body: {
      action: 'opened',
      issue: { number: 1, title: 'It works' },
      repository: { full_name: 'ada/engine' },
    },
  },
};

const STRIPE: ProviderPreset = {
  id: 'stripe',
  label: 'Stripe',
  hint: 'Payments, invoices and subscriptions.',
  header: 'Stripe-Signature',
  steps: [
    'In the dashboard of Stripe, open Developers, Webhooks, and add an endpoint with this address.',
    'Choose the events.',
    'Stripe shows a signing secret (whsec_…). Enter it here: requests are refused until then.',
  ],
  secret: {
    madeBy: 'provider',
    when: 'later',
    label: 'Signing secret (optional now)',
    hint: 'Stripe makes it when you add the address there. You can enter it after that.',
  },
  events: 'checkout.session.completed, invoice.paid',
  sample: {
    event: 'invoice.paid',
    body: { id: 'evt_test', type: 'invoice.paid', data: { object: { id: 'in_test', amount_paid: 1900 } } },
  },
};

const SLACK: ProviderPreset = {
  id: 'slack',
  label: 'Slack',
  hint: 'Messages, reactions and slash commands.',
  header: 'X-Slack-Signature',
  steps: [
    'In the settings of your Slack app, open Event Subscriptions and turn them on.',
    'Enter the address as Request URL. Slack verifies it at once, and SelfDB answers.',
    'Subscribe to the events, and install the app again if Slack asks for it.',
  ],
  secret: {
    madeBy: 'provider',
    when: 'first',
    label: 'Signing Secret of the app',
    hint: 'In the settings of your Slack app: Basic Information, App Credentials.',
  },
  events: 'message, app_mention',
  sample: {
    event: 'message',
    body: {
      type: 'event_callback',
      event_id: 'Ev1',
      event: { type: 'message', text: 'It works', user: 'U1' },
    },
  },
};

const STANDARD: ProviderPreset = {
  id: 'standard-webhooks',
  label: 'Standard Webhooks',
  hint: 'Services that follow standardwebhooks.com, and their libraries.',
  header: 'webhook-signature',
  steps: [
    'Enter the address at the service.',
    'Enter the secret there, too. If the service makes one itself, enter that one here.',
  ],
  secret: { madeBy: 'selfdb' },
  events: 'user.created, user.deleted',
  sample: { event: 'user.created', body: { type: 'user.created', data: { id: 1, name: 'Ada' } } },
};

const GENERIC: ProviderPreset = {
  id: 'generic',
  label: 'Another service',
  hint: 'Your own programs, and services whose signature can be chosen.',
  header: 'X-Webhook-Signature',
  steps: [
    'Enter the address at the service, or call it with POST from your program.',
    'Sign each request: the header X-Webhook-Signature is the HMAC-SHA256 of the body, made with the secret, in hex.',
  ],
  secret: { madeBy: 'selfdb' },
  events: 'order.paid',
  sample: { event: 'order.paid', body: { type: 'order.paid', order: 7 } },
};

export const PRESETS: ProviderPreset[] = [GITHUB, STRIPE, SLACK, STANDARD, GENERIC];

/** The preset of a webhook's provider, which is free text. What is not known signs in the generic way. */
export function presetOf(provider: string | null | undefined): ProviderPreset {
  const name = provider?.trim().toLowerCase();
  return PRESETS.find(({ id }) => id === name) ?? GENERIC;
}
