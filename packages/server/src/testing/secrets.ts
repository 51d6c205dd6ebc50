/** The secrets of every worker under test. */
export const SECRETS = {
  SECRET_KEY: 'secret-key-for-tests-0123456789abcdef',
  API_KEY: 'api-key-for-tests-0123456789abcdef',
  INTERNAL_SECRET: 'internal-secret-for-tests-0123456789',
};
