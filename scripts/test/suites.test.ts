import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SUITES, suitesFor } from './suites.ts';

const root = join(import.meta.dirname, '../..');

it('a quick run takes the checks and the changed packages, without the acceptance tests', () => {
  expect(suitesFor([])).toEqual(['checks']);
  expect(
    suitesFor(['workers/api/src/app.ts', 'packages/s3/src/xml.ts', 'acceptance/src/movies.test.ts']),
  ).toEqual(['workers/api', 'checks', 'packages/s3']);
  expect(suitesFor(['packages/server-of-another-name/x.ts', 'README.md'])).toEqual(['checks']);
});

it('a quick run tests a migration, a configuration of workerd and the example of the settings', () => {
  expect(suitesFor(['migrations/0001_users.sql'])).toEqual(['checks', 'packages/launcher']);
  expect(suitesFor(['selfhost/edge.capnp', '.env.example'])).toEqual([
    'checks',
    'packages/launcher',
    'packages/settings',
  ]);
});

it('every suite is there, and every package and worker has one', () => {
  expect(SUITES.filter((suite) => !existsSync(join(root, suite)))).toEqual([]);
  const folders = ['packages', 'workers'].flatMap((parent) =>
    readdirSync(join(root, parent)).map((name) => `${parent}/${name}`),
  );
  expect(folders.filter((folder) => !SUITES.includes(folder))).toEqual([]);
});
