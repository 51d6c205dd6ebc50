import { anyText, httpUrl, wholeNumber } from '../kinds.ts';
import { section, workers } from '../setting.ts';

export const http = section({
  CORS_ORIGINS: {
    kind: anyText,
    default: '*',
    readers: ['api'],
    about:
      'The origins that browsers may call from, separated by commas, or *. In force until an administrator sets others in the dashboard (Settings) or by `PUT /system/cors`.',
  },
  MAX_BODY_BYTES: {
    kind: wholeNumber(1024),
    default: 10_485_760,
    readers: workers,
    about: 'The largest request body, file uploads excepted (bytes).',
  },
  MAX_NUMERIC_DIGITS: {
    kind: wholeNumber(100, 147_455),
    // More than any measurement or sum of money has, and not enough to make a row large.
    default: 1000,
    readers: ['api', 'realtime'],
    about:
      'The most digits of a number that is stored as numeric or in jsonb, or compared with one. 1e99 has 100.',
  },
  TRUSTED_PROXIES: {
    kind: wholeNumber(0, 20),
    default: 0,
    readers: [...workers, 'admin'],
    about:
      'How many trusted proxies are in front. SelfDB trusts that many entries of X-Forwarded-For, from the right, and the public address in X-Forwarded-Proto, -Host and -Prefix.',
  },
  PUBLIC_URL: {
    kind: httpUrl,
    readers: [...workers, 'admin'],
    about:
      'The address at which clients reach the API behind a proxy, for signed URLs: https://api.example.com. Empty: the address of the request.',
  },
});
