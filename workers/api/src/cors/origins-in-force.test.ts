import { expect, it } from 'vitest';
import { createOriginsInForce, MAX_AGE_MS } from './origins-in-force.ts';

/** Copies of a stored list, as in several processes, with a clock of their own. */
function copies(count: number) {
  const world = {
    stored: ['https://one.example'],
    time: 0,
    readings: 0,
    failures: 0,
    isDown: false,
    gate: Promise.resolve(),
  };
  const open = () =>
    createOriginsInForce({
      initial: ['https://initial.example'],
      now: () => world.time,
      onFailure: () => world.failures++,
      async read() {
        world.readings++;
        const found = world.stored;
        await world.gate;
        if (world.isDown) throw new Error('down');
        return found;
      },
    });
  const all = Array.from({ length: count }, open);
  return { world, getAll: () => Promise.all(all.map((copy) => copy.get(() => {}))) };
}

it('every copy gives what was stored a second ago or later', async () => {
  const { world, getAll } = copies(3);
  expect(await getAll()).toEqual(Array(3).fill(['https://one.example']));
  world.stored = ['https://two.example'];
  world.time += MAX_AGE_MS - 1;
  await getAll();
  expect(world.readings).toBe(3);
  world.time += 1;
  expect(await getAll()).toEqual(Array(3).fill(['https://two.example']));
});

it('a flood of requests makes one reading a second, of a database that is down as well', async () => {
  const { world, getAll } = copies(1);
  await Promise.all(Array.from({ length: 1000 }, getAll));
  expect(world.readings).toBe(1);
  world.isDown = true;
  world.time += MAX_AGE_MS;
  await Promise.all(Array.from({ length: 1000 }, getAll));
  expect([world.readings, world.failures]).toEqual([2, 1]);
});

it('keeps the last known list while the database is down, and at the start the initial one', async () => {
  const { world, getAll } = copies(1);
  world.isDown = true;
  expect(await getAll()).toEqual([['https://initial.example']]);
  world.isDown = false;
  world.time += MAX_AGE_MS;
  expect(await getAll()).toEqual([['https://one.example']]);
  world.isDown = true;
  world.time += MAX_AGE_MS;
  expect(await getAll()).toEqual([['https://one.example']]);
});

it('a slow reading does not undo a later one', async () => {
  const { world, getAll } = copies(1);
  const gate = Promise.withResolvers<void>();
  world.gate = gate.promise;
  const slow = getAll();
  world.stored = ['https://two.example'];
  world.gate = Promise.resolve();
  world.time += MAX_AGE_MS;
  expect(await getAll()).toEqual([['https://two.example']]);
  gate.resolve();
  await slow;
  expect(await getAll()).toEqual([['https://two.example']]);
});
