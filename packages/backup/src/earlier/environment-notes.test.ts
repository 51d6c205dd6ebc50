import { expect, it } from 'vitest';
import { environmentNotes } from './environment-notes.ts';

it('the notes name what may be copied, and no secret', () => {
  const notes = environmentNotes(
    [
      'API_KEY=very-secret',
      'SECRET_KEY="also secret"',
      'ACCESS_TOKEN_EXPIRE_MINUTES=30',
      'REFRESH_TOKEN_EXPIRE_DAYS="7"',
      'REFRESH_TOKEN_SALT_DAYS=secret',
      'BACKUP_SCHEDULE_CRON=0 2 * * *',
      'BACKUP_RETENTION_DAYS=many',
      'BACKUP_PASSPHRASE=secret',
    ].join('\n'),
  );
  expect(notes).toEqual([
    expect.stringContaining(
      'ACCESS_TOKEN_TTL_SECONDS=1800, BACKUP_SCHEDULE_CRON=0 2 * * *, REFRESH_TOKEN_TTL_SECONDS=604800.',
    ),
    expect.stringContaining('copy API_KEY'),
  ]);
  expect(notes.join()).not.toMatch(/secret|many/);
});

it('there is nothing to say without a configuration', () => {
  expect(environmentNotes(undefined)).toEqual([]);
  expect(environmentNotes('POSTGRES_DB=x')).toEqual([]);
});
