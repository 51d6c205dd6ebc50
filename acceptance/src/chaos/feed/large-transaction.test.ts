import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChannelClient } from '../../clients/channel-client.ts';
import { insertRows, type Table } from '../../world/tables.ts';
import { createPerson, type Person, system } from '../../world/users.ts';
import { Follower, type Following } from '../follower.ts';
import { MemoryWatch } from '../memory-watch.ts';
import { createNumberTable } from '../number-writer.ts';
import { pidOf } from '../own-postgres.ts';
import { query } from '../postgres.ts';
import { setting, until } from '../recovery.ts';
import { Rereader } from '../rereader.ts';

const ROWS = setting('CHAOS_LARGE_ROWS', 200_000);
const READERS = setting('CHAOS_LARGE_READERS', 2);
/** Some hundred bytes each as JSON: more than this the log does not keep by default for those who come back. */
const KEPT_ROWS = Math.min(ROWS, 600_000);
/** Of both processes: less than a million rows are for one of the readers alone. */
const MOST_GROWTH_BYTES = 250_000_000;
const FEWEST_ANSWERS = 10;

let owner: Person;
let table: Table;
let following: Following;
let readers: Rereader[];
let idle: Follower;

const lastOf = ({ follower }: Rereader) => follower.seen.at(-1);

/** Waits for a row as long as any come. */
async function untilAllHave(n: number): Promise<void> {
  const count = () => readers.reduce((sum, { follower }) => sum + follower.seen.length, 0);
  const haveIt = () => readers.every((reader) => lastOf(reader) === n);
  while (!haveIt()) {
    const before = count();
    await until('more rows', async () => haveIt() || count() > before);
  }
}

/** Asks for one heartbeat after the other on a socket that has nothing to do with it; gives how many were answered. */
async function answersDuring(work: () => Promise<void>): Promise<number> {
  const bystander = await ChannelClient.open();
  let [answers, isOver] = [0, false];
  const asking = (async () => {
    while (!isOver) {
      const ref = bystander.send('phoenix', 'heartbeat');
      await until('an answer', async () => bystander.frames.some((frame) => frame.ref === ref));
      answers += 1;
    }
  })();
  await work();
  isOver = true;
  await asking;
  await bystander.close();
  return answers;
}

/** Does what makes realtime send much, and sees that it neither fills up nor turns deaf. */
async function expectModesty(name: string, work: () => Promise<void>): Promise<void> {
  const environment = system.environment ?? {};
  const pids = await Promise.all(['realtime', 'edge'].map((name) => pidOf(environment, name)));
  const memory = new MemoryWatch(pids);
  const begin = performance.now();
  const answers = await answersDuring(work);
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  const growth = memory.stop();
  console.info(
    `${name}: ${seconds} s, ${Math.round(growth / 1e6)} MB above ${Math.round(memory.before / 1e6)} MB, ${answers} heartbeats answered`,
  );
  expect(growth).toBeLessThan(MOST_GROWTH_BYTES);
  expect(answers).toBeGreaterThan(FEWEST_ANSWERS);
}

/** Every client knows every row, each sent once and in order, without a gap. */
async function expectAll(count: number): Promise<void> {
  for (const reader of readers) {
    const { seen, gaps, connections } = reader.follower;
    console.info(`${seen.length} seen, ${gaps.length} gaps, ${connections} connections`);
    expect([await reader.faults(), await reader.known()]).toEqual([[], count]);
    expect(gaps).toEqual([]);
  }
}

describe.runIf(process.platform === 'linux')(`a transaction of ${ROWS} rows`, () => {
  beforeAll(async () => {
    owner = await createPerson();
    table = await createNumberTable(owner);
    following = { system, token: owner.tokens.access_token, topic: `table:${table.name}`, beatEveryMs: 1000 };
    const start = () => Rereader.start(following, async () => ROWS);
    readers = await Promise.all(Array.from({ length: READERS }, start));
    idle = await Follower.start({ ...following, payload: { events: ['DELETE'] } });
  });
  afterAll(async () => {
    for (const { follower } of readers) await follower.leave();
    await idle.leave();
  });

  it('comes whole and in order, in memory that does not depend on it', async () => {
    await expectModesty('live', async () => {
      await query(system.databaseUrl, `insert into "${table.name}" (n) select generate_series(1, ${ROWS})`);
      await untilAllHave(ROWS);
    });
    await expectAll(ROWS);
  });

  it('and so it does to those who come back after it', async () => {
    const fresh = await createNumberTable(owner);
    following = { ...following, topic: `table:${fresh.name}` };
    const away = await Promise.all(readers.map(() => Rereader.start(following, async () => ROWS)));
    await Promise.all([...readers, ...away].map(({ follower }) => follower.leave()));
    readers = away;
    await query(
      system.databaseUrl,
      `insert into "${fresh.name}" (n) select generate_series(1, ${KEPT_ROWS})`,
    );
    await insertRows(owner, table, [{ n: ROWS + 1 }]);
    await expectModesty('replayed', async () => {
      for (const { follower } of readers) follower.resume();
      await untilAllHave(KEPT_ROWS);
    });
    await expectAll(KEPT_ROWS);
  });

  it('and tells those nothing who asked for nothing of it', () => {
    expect([idle.seen, idle.gaps, idle.connections]).toEqual([[], [], 1]);
  });
});
