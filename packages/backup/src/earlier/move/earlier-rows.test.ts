import { describe, expect, it } from 'vitest';
import { mapBucket, mapFile, mapTable, mapUser, saysInitialized } from './earlier-rows.ts';

const ID = '0e6e1c9a-5f43-4b53-8c3a-0f3f6a7b1c01';

describe('a user of SelfDB 0.0.5', () => {
  const user = { id: ID, email: ' Ada@Example.com ', password: '$2b$12$x' };

  it('needs an id, an e-mail address and a password, and gets defaults for the rest', () => {
    expect(mapUser({ ...user, later_column: 1 })).toEqual({
      id: ID,
      email: 'Ada@Example.com',
      password_hash: '$2b$12$x',
      first_name: '',
      last_name: '',
      role: 'USER',
      is_active: true,
      created_at: undefined,
      updated_at: undefined,
    });
  });

  it.each([
    ['ADMIN', 'ADMIN'],
    ['admin', 'ADMIN'],
    ['UserRole.ADMIN', 'ADMIN'],
    ['NOT_ADMIN', 'USER'],
    ['user', 'USER'],
    [7, 'USER'],
  ])('with the role %s is %s', (role, expected) => {
    expect(mapUser({ ...user, role }).role).toBe(expected);
  });

  it('has a hash that matches no password if it has no password', () => {
    expect(mapUser({ ...user, password: null }).password_hash).toBe('');
  });

  it.each([{ id: 7 }, { id: 'seven' }, { email: null }])('is refused with %j', (wrong) => {
    expect(() => mapUser({ ...user, ...wrong })).toThrow();
  });
});

describe('a table of SelfDB 0.0.5', () => {
  it.each([
    [{ public: true }, 'public'],
    [{ public: false }, 'users'],
    [{}, 'users'],
  ])('with %j has the access %s', (columns, access) => {
    expect(mapTable({ name: 'books', ...columns }).access).toBe(access);
  });

  it('keeps its id if that is a UUID, and gets one otherwise', () => {
    expect(mapTable({ name: 'books', id: ID }).id).toBe(ID);
    expect(mapTable({ name: 'books', id: 7 }).id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('is live by either of two columns', () => {
    expect(mapTable({ name: 'books', realtime: true }).realtime_enabled).toBe(true);
    expect(mapTable({ name: 'books', realtime_enabled: true }).realtime_enabled).toBe(true);
    expect(mapTable({ name: 'books' }).realtime_enabled).toBe(false);
  });
});

it('a bucket keeps its limit of size by either of its names', () => {
  expect(mapBucket({ name: 'a', file_size_limit: 5 }).max_file_size).toBe(5);
  expect(mapBucket({ name: 'a', max_file_size: 6 }).max_file_size).toBe(6);
  expect(mapBucket({ name: 'a', file_size_limit: 'much' }).max_file_size).toBeNull();
});

it('a file has a path in NFC without a slash before it, and a type', () => {
  expect(mapFile({ path: '/a/e\u0301.txt', bucket_id: ID })).toMatchObject({
    path: 'a/\u00e9.txt',
    mime_type: 'application/octet-stream',
    bucket: { id: ID, name: '' },
  });
});

it.each([
  [{ initialized: true }, true],
  [{ initialized: false }, false],
  [{ key: 'initialized', value: 'true' }, true],
  [{ key: 'initialized', value: false }, false],
  [{ key: 'theme', value: 'dark' }, undefined],
])('the configuration %j says %s about the first login', (row, expected) => {
  expect(saysInitialized(row)).toBe(expected);
});
