import { expect, it } from 'vitest';
import { call, path } from '../../testing/things-app.ts';

it.each(['page=', 'page', '&page=&', 'p%61ge='])('%s counts as not given', async (query) => {
  const { status, body } = await call(`${path}?${query}`);
  expect([status, body.query]).toEqual([200, {}]);
});

it('a parameter that is not empty is taken as it is', async () => {
  expect((await call(`${path}?page==`)).body.query).toEqual({ page: '=' });
  expect((await call(`${path}?page=%00`)).body.query).toEqual({ page: '\0' });
});

it('an empty one may be a value', async () => {
  expect((await call(`${path}?download=&page=`)).body.query).toEqual({ download: '' });
});

it.each(['nope=', '__proto__=', 'Page='])('%s is still not known', async (query) => {
  const { status, body } = await call(`${path}?page=&${query}`);
  expect([status, body.detail[0].loc]).toEqual([422, ['query', query.slice(0, -1)]]);
});
