import { expect, it } from 'vitest';
import { pause } from '../pause.ts';
import { randomFrom } from '../random.ts';
import { admin, createPerson, system } from '../world/users.ts';
import { Follower } from './follower.ts';
import { describeRounds, killRounds } from './kill-rounds.ts';
import { createNumberTable, NumberWriter, numbersTo } from './number-writer.ts';
import { setting, until } from './recovery.ts';
import { SlotWatch } from './slot-watch.ts';

// `npm run chaos:realtime` is the long form.
const ROUNDS = setting('CHAOS_REALTIME_ROUNDS', 7);
const ROWS = setting('CHAOS_REALTIME_ROWS', 1000);
const MINUTES = setting('CHAOS_REALTIME_MINUTES', 20);
const SEED = setting('CHAOS_SEED', 20_261_124);
const FOLLOWERS = 3;
const LONGEST_CALM_MS = 4500;

/** Cuts a follower's connections until told to stop: sometimes with a close frame, sometimes without. */
async function cutAtRandom(follower: Follower, random: () => number, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await pause(random() * LONGEST_CALM_MS);
    follower.cut(random() < 0.5 ? 'close' : 'break');
  }
}

/** Whether every follower has been brought a row that was written since this was last true. */
function keepUp(followers: Follower[], writer: NumberWriter): () => Promise<boolean> {
  let awaited: number | undefined;
  return async () => {
    const target = awaited ?? writer.count + 1;
    const isThere = followers.every(({ seen }) => seen.length >= target);
    awaited = isThere ? undefined : target;
    return isThere;
  };
}

/** Settles as the work does, or throws with how far things have come. */
async function inMinutes<T>(work: Promise<T>, progress: () => string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const tell = () => reject(new Error(`not done after ${MINUTES} minutes: ${progress()}`));
    timer = setTimeout(tell, MINUTES * 60_000);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

function describeFollowers(followers: Follower[]): string {
  const of = (count: (follower: Follower) => number) => followers.map(count).join(', ');
  return `seen ${of(({ seen }) => seen.length)}; gaps ${of(({ gaps }) => gaps.length)}; connections ${of(({ connections }) => connections)}; refused joins ${of(({ refusals }) => refusals.length)}`;
}

const openSockets = async () =>
  (await admin.get<{ connections: number }>('/realtime/status')).body.connections;

it(`clients see every row once and in order in ${ROUNDS} rounds of kill -9 and ${ROWS} rows (seed ${SEED})`, async () => {
  const owner = await createPerson();
  const table = await createNumberTable(owner, { parity: { type: 'text' } });
  const following = { system, token: owner.tokens.access_token, topic: `table:${table.name}` };
  const whole: Follower[] = [];
  for (let i = 0; i < FOLLOWERS; i += 1) whole.push(await Follower.start(following));
  const payload = { filter: { parity: { eq: 'odd' } }, events: ['INSERT'] };
  const odd = await Follower.start({ ...following, payload });
  const followers = [...whole, odd];
  const watch = new SlotWatch(system.databaseUrl);
  const writer = new NumberWriter(owner, table, (n) => ({ parity: n % 2 === 1 ? 'odd' : 'even' }));
  let isOver = false;
  const cutting = followers.map((each, i) => cutAtRandom(each, randomFrom(SEED + 1 + i), () => isOver));
  const progress = () => `${writer.count} rows; ${describeFollowers(followers)}`;

  const work = async () => {
    const isEnough = (done: number) => done >= ROUNDS && writer.count >= ROWS;
    const rounds = await killRounds(isEnough, randomFrom(SEED), keepUp(whole, writer));
    isOver = true;
    const written = await writer.stop();
    await Promise.all(cutting);
    const expected = [...whole.map(() => written), Math.ceil(written / 2)];
    await until('every row at every client', async () =>
      followers.every(({ seen }, i) => seen.length >= Number(expected[i])),
    );
    return rounds;
  };
  try {
    const rounds = await inMinutes(work(), progress);
    const slowest = Math.max(...rounds.map(({ recoveryMs }) => recoveryMs));
    console.info(`${describeRounds(rounds)}\n${rounds.length} rounds, the slowest recovery ${slowest} ms`);
  } finally {
    isOver = true;
    for (const follower of followers) await follower.leave();
    console.info(progress());
  }
  const all = numbersTo(writer.count);
  for (const { seen, gaps } of whole) expect([seen, gaps]).toEqual([all, []]);
  expect([odd.seen, odd.gaps]).toEqual([all.filter((n) => n % 2 === 1), []]);

  const cap = await watch.stop();
  console.info(
    `${watch.samples} looks at the slot: at most ${watch.mostBytes} bytes of log kept, of ${cap}; ${[...watch.statuses]}`,
  );
  expect(watch.samples).toBeGreaterThan(0);
  expect(watch.mostBytes).toBeLessThan(cap);
  expect([...watch.statuses]).toEqual(['reserved']);
  const gone = await until('the end of every socket', async () => (await openSockets()) === 0);
  console.info(`no socket left after ${gone} ms`);
});
