import { wholeNumber } from '../kinds.ts';
import { section } from '../setting.ts';

export const sql = section({
  SQL_MAX_TIMEOUT_MS: {
    kind: wholeNumber(1),
    default: 300_000,
    readers: ['api'],
    about: 'The longest time that a caller of /sql/query may ask for (milliseconds).',
  },
  SQL_MAX_ROWS: {
    kind: wholeNumber(1),
    default: 100_000,
    readers: ['api'],
    about: 'The most rows that a caller of /sql/query may ask for.',
  },
});
