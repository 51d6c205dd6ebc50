import { expect, it } from 'vitest';
import { pause } from '../pause.ts';
import { randomFrom } from '../random.ts';
import { createTable, type Table } from '../tables.ts';
import { createPerson, type Person } from '../world.ts';
import { Follower } from './follower.ts';
import { killRounds } from './kill-rounds.ts';
import { attempt, setting, until } from './recovery.ts';

const ROUNDS = setting('CHAOS_REALTIME_ROUNDS', 7);
const SEED = setting('CHAOS_SEED', 20_261_124);
const FOLLOWERS = 3;

/** Writes rows with the numbers 1, 2, 3 … one after the other, each until it is there, until it is told to stop. */
async function writeNumbers(owner: Person, table: Table, isOver: () => boolean): Promise<number> {
  let n = 0;
  while (!isOver()) {
    n += 1;
    for (;;) {
      const answer = await attempt(() => owner.post(`/tables/${table.id}/data`, { n }));
      // 409: it was there already, and the answer was lost.
      if (answer?.status === 201 || answer?.status === 409) break;
      await pause(50);
    }
    if (n % 20 === 0) await pause(5);
  }
  return n;
}

it(`three clients see every row once and in order in ${ROUNDS} rounds of kill -9 (seed ${SEED})`, async () => {
  const owner = await createPerson();
  const table = await createTable(owner, {
    realtime_enabled: true,
    table_schema: { n: { type: 'integer', unique: true } },
  });
  const followers = Array.from(
    { length: FOLLOWERS },
    () => new Follower(owner.tokens.access_token, `table:${table.name}`),
  );
  for (const follower of followers) await follower.start();
  const random = randomFrom(SEED);
  let isOver = false;
  const writing = writeNumbers(owner, table, () => isOver);
  const cutting = (async () => {
    while (!isOver) {
      await pause(random() * 1500);
      followers[Math.floor(random() * FOLLOWERS)]?.cut();
    }
  })();
  const log = await killRounds(ROUNDS, random, async () => true);
  await pause(1000);
  isOver = true;
  const written = await writing;
  await cutting;
  const expected = Array.from({ length: written }, (_, index) => index + 1);
  try {
    await until('every row at every client', async () =>
      followers.every(({ seen }) => seen.length >= written),
    );
  } finally {
    for (const follower of followers) await follower.stop();
    console.log(`${log.join('\n')}\n${written} rows, seen ${followers.map(({ seen }) => seen.length)}`);
  }
  for (const { seen, gaps } of followers) expect([seen, gaps]).toEqual([expected, []]);
});
