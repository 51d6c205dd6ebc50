import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { value } from '../testing/sql.ts';
import type { Janitor } from './janitor.ts';

declare global {
  namespace Cloudflare {
    interface Env {
      JANITOR: DurableObjectNamespace<Janitor>;
    }
  }
}

const janitor = () => env.JANITOR.getByName('janitor');
const alarmOf = () => runInDurableObject(janitor(), (_, { storage }) => storage.getAlarm());

it('The janitor runs soon after it is woken, and sets its alarm again', async () => {
  await janitor().wake();
  expect(await alarmOf()).toBeLessThanOrEqual(Date.now() + 500);
  expect(await runDurableObjectAlarm(janitor())).toBe(true);
  expect(await alarmOf()).toBeTypeOf('number');
  const state = await runInDurableObject(janitor(), (_, { storage }) => storage.get('state'));
  expect(state).toMatchObject({ lastSweptAt: expect.any(Number) });
});

it('It sets its alarm again after a failure', async () => {
  await value('alter table selfdb.dead_segments rename to hidden');
  try {
    await janitor().wake();
    expect(await runDurableObjectAlarm(janitor())).toBe(true);
    expect(await alarmOf()).toBeGreaterThan(Date.now() + 10_000);
  } finally {
    await value('alter table selfdb.hidden rename to dead_segments');
  }
  expect(await runDurableObjectAlarm(janitor())).toBe(true);
});
