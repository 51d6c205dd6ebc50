import { addresses, hostAndPort, httpUrl, oneOf, wholeNumber } from '../kinds.ts';
import { section } from '../setting.ts';

export const functions = section({
  FUNCTIONS_FOR: {
    kind: oneOf('admins', 'users'),
    default: 'admins',
    readers: ['functions', 'api'],
    about: 'Who may make functions. admins: administrators only. users: everyone who is signed in.',
  },
  FUNCTIONS_ALLOWED_ADDRESSES: {
    kind: addresses,
    default: '',
    readers: ['runner', 'functions'],
    about:
      'Addresses that are not public and that functions and outbound webhooks may reach nevertheless, such as 10.0.0.5:8080 or 10.0.0.0/8, with commas between them. A network opens all ports of all its addresses but those of this machine.',
  },
  FUNCTIONS_HOST: {
    kind: hostAndPort,
    default: '',
    readers: ['api'],
    about:
      'A host name of its own for public functions, such as functions.example.com. They are at https://functions.example.com/<name>, without an API key, and pages that they answer run scripts like any site. Use no name under which the API or the dashboard is. Empty: there is none.',
  },
  FUNCTION_LOG_DAYS: {
    kind: wholeNumber(1, 3650),
    default: 14,
    readers: ['functions', 'api'],
    about: 'After so many days, executions of functions and their logs are deleted.',
  },
  FUNCTION_LOG_MAX_MB: {
    kind: wholeNumber(16),
    default: 2048,
    readers: ['functions', 'api'],
    about:
      'While executions and logs of functions take more space (MB), the oldest days are deleted. Today is kept.',
  },
  PUBLIC_WEBHOOK_BASE_URL: {
    kind: httpUrl,
    readers: ['functions', 'api'],
    about:
      'The address at which other services reach webhooks: https://hooks.example.com. Empty: the address of the API.',
  },
  WEBHOOK_MAX_BODY_KB: {
    kind: wholeNumber(1, 10_240),
    default: 1024,
    readers: ['functions', 'api'],
    about: 'The largest body of a request to a webhook (KB). Larger ones are refused with 413.',
  },
  WEBHOOK_DELIVERY_DAYS: {
    kind: wholeNumber(1, 3650),
    default: 30,
    readers: ['functions', 'api'],
    about:
      'After so many days, deliveries of webhooks are deleted, except those that still wait for a function.',
  },
  WEBHOOK_SECRET_GRACE_HOURS: {
    kind: wholeNumber(0, 720),
    default: 24,
    readers: ['functions', 'api'],
    about:
      'For so many hours after the secret of a webhook was changed, requests signed with the former one are accepted.',
  },
});
