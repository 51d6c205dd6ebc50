import { SECRETS } from '@selfdb/server/testing/secrets';
import { secretNames, table } from '@selfdb/settings';
import type { Settings } from '@selfdb/shared/system/settings';
import { expect, inject, it } from 'vitest';
import { call, gatewayRequests } from '../../testing/client.ts';
import { createAdmin, createPerson } from '../../testing/people.ts';
import { shownSettings } from './shown-settings.ts';

it('shows an administrator the limits in force and the database, in one gateway request', async () => {
  const { token } = await createAdmin();
  const work = () => call<Settings>('GET', '/system/settings', { token });
  const { status, body } = await work();
  expect(status).toBe(200);
  expect(body).toMatchObject({
    version: '1.2.3',
    database: {
      version: expect.stringMatching(/^\d+(\.\d+)?$/),
      address: new URL(inject('databaseUrl')).host,
      size_bytes: expect.any(Number),
    },
  });
  expect(body.settings).toContainEqual({
    name: 'SQL_MAX_ROWS',
    section: 'SQL',
    value: 5000,
    default: 100_000,
    about: table.SQL_MAX_ROWS.about,
  });
  expect(await gatewayRequests(work)).toBe(1);
  const person = await createPerson();
  expect((await call('GET', '/system/settings', { token: person.token })).status).toBe(403);
  expect((await call('GET', '/system/settings')).status).toBe(401);
});

it('shows no secret', async () => {
  const { token } = await createAdmin();
  const { text, body } = await call<Settings>('GET', '/system/settings', { token });
  const passwords = ['databaseUrl', 'databaseSqlUrl'] as const;
  for (const name of passwords) expect(text).not.toContain(new URL(inject(name)).password || inject(name));
  for (const secret of Object.values(SECRETS)) expect(text).not.toContain(secret);
  for (const { name } of body.settings) expect(secretNames).not.toContain(name);
});

it('leaves the password of an address out', () => {
  type Env = Parameters<typeof shownSettings>[0];
  const shown = shownSettings({ S3_ENDPOINT: 'https://user:hidden@s3.example', LOG_LEVEL: 'info' } as Env);
  expect(shown.find(({ name }) => name === 'S3_ENDPOINT')?.value).toBe('https://s3.example/');
});
