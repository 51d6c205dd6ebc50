import { BackupSchedule } from '@selfdb/shared/backups/schema';
import { AppError, ValidationError } from '@selfdb/shared/errors';
import { expect, it } from 'vitest';
import { readAnswer, refuseUnlessOk } from './ask-host.ts';

const refusal = (body: object) => Response.json(body, { status: 400 });

it('refuses as the host did, by its code', async () => {
  const refused = refuseUnlessOk(refusal({ code: 'conflict', message: 'Another backup is running.' }));
  await expect(refused).rejects.toThrow(new AppError('conflict', 'Another backup is running.'));
});

it('names the field that the host refused', async () => {
  const body = { code: 'validation_error', message: 'must be a time zone', loc: ['body', 'timezone'] };
  const error = await refuseUnlessOk(refusal(body)).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ValidationError);
  expect(error).toMatchObject({ issues: [{ loc: ['body', 'timezone'], msg: 'must be a time zone' }] });
});

it.each([
  ['an unknown code', refusal({ code: 'password', message: 'x' })],
  ['an answer of another shape', Response.json({ cron: 1 })],
])('does not pass on %s', async (_, answer) => {
  await expect(readAnswer(answer, BackupSchedule)).rejects.not.toBeInstanceOf(AppError);
});
