import { expect, it } from 'vitest';
import { createApp } from '../create-app.ts';
import { refuseMultipart } from './refuse-multipart.ts';

const SETTINGS = {
  DATABASE_URL: 'postgres://user:password@db.invalid/name',
  SECRET_KEY: 'secret-key-for-tests-0123456789abcdef',
  API_KEY: 'api-key-for-tests-0123456789abcdef',
  INTERNAL_SECRET: 'internal-secret-for-tests-0123456789',
  LOG_LEVEL: 'error',
};

const app = createApp('api');
app.post('/form', refuseMultipart(), (c) => c.json({}));

async function post(path: string, headers: Record<string, string>, body?: string) {
  const init = { method: 'POST', headers, ...(body === undefined ? {} : { body }) };
  const response = await app.request(`http://test${path}`, init, SETTINGS);
  return { status: response.status, body: await response.json() };
}

it('a multipart form is refused where only the url-encoded kind is read', async () => {
  const status = async (type: string) => (await post('/form', { 'Content-Type': type }, 'x')).status;
  expect(await status('multipart/form-data; boundary=x')).toBe(415);
  expect(await status('Multipart/Form-Data; boundary=x')).toBe(415);
  expect(await status('application/x-www-form-urlencoded')).toBe(200);
});
