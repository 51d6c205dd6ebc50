import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventually, startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import { startTestPostgres, type TestPostgres } from '../testing/test-postgres.ts';

let postgres: TestPostgres;
let gateway: TestGateway;
let observer: TestGateway;

const options = {
  poolSize: 9,
  callerShare: 3,
  callerQueueSize: 5,
  callerStallMs: 1_200,
  queueStallMs: 5_000,
};

interface Answer {
  status: number;
  code: string | undefined;
  retryAfter: string | null;
}

async function ask(caller: string | undefined, query: string, signal?: AbortSignal): Promise<Answer> {
  const headers = caller === undefined ? {} : { 'SelfDB-Caller': caller };
  const answer = await gateway.post({ query }, { headers, ...(signal ? { signal } : {}) });
  const { code } = (await answer.json()) as { code?: string };
  return { status: answer.status, code, retryAfter: answer.headers.get('retry-after') };
}

/** How many statements of a caller run in Postgres: each has its caller's key in a comment. */
async function running(caller: string): Promise<number> {
  const query = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE $1";
  return Number((await observer.rows(query, [`SELECT pg_sleep%${caller}%`]))[0]?.[0]);
}

const slow = (caller: string, seconds: number, signal?: AbortSignal) =>
  ask(caller, `SELECT pg_sleep(${seconds}) /* ${caller} */`, signal);

/** Starts `asked` slow statements and waits until `run` of them run. */
async function holdWith(
  caller: string,
  asked: number,
  run: number,
  seconds = 1.5,
): Promise<Promise<Answer>[]> {
  const answers = Array.from({ length: asked }, () => slow(caller, seconds));
  await eventually(async () => (await running(caller)) === run);
  return answers;
}

const statuses = async (answers: Promise<Answer>[]) =>
  (await Promise.all(answers)).map(({ status }) => status);

beforeAll(async () => {
  postgres = await startTestPostgres();
  observer = await startTestGateway(postgres, { poolSize: 1 });
});

beforeEach(async () => {
  gateway = await startTestGateway(postgres, options);
  await Promise.all(Array.from({ length: 9 }, () => ask(undefined, 'SELECT pg_sleep(0.05)')));
  return () => gateway.close();
});

afterAll(async () => {
  await observer.close();
  await postgres.stop();
});

describe('a caller', () => {
  test('has no more statements running than its share, and the others wait', async () => {
    const answers = await holdWith('user:a', 6, 3, 0.6);
    expect((await gateway.stats()).waiting).toBe(3);
    expect(await running('user:a')).toBe(3);
    expect(await statuses(answers)).toEqual(Array(6).fill(200));
  });

  test('that has used up its share is refused, at once if too many of its requests wait; others are served', async () => {
    const answers = await holdWith('user:a', 8, 3, 3);
    expect(await slow('user:a', 0)).toEqual({ status: 429, code: '53300', retryAfter: '1' });
    for (const other of ['user:b', 'admin:c', 'address:127.0.0.1', undefined]) {
      const startMs = performance.now();
      expect(await ask(other, 'SELECT 1')).toMatchObject({ status: 200 });
      expect(performance.now() - startMs).toBeLessThan(500);
    }
    expect((await statuses(answers)).sort()).toEqual([200, 200, 200, 429, 429, 429, 429, 429]);
    expect(await ask('user:a', 'SELECT 1')).toMatchObject({ status: 200 });
  });

  test('that waits for its own sessions is refused in time, although sessions of others become free', async () => {
    const held = await holdWith('user:a', 3, 3, 4);
    const waiting = ask('user:a', 'SELECT 1');
    let isOver = false;
    const others = (async () => {
      while (!isOver) expect(await ask('user:b', 'SELECT 1')).toMatchObject({ status: 200 });
    })();
    expect(await waiting).toMatchObject({ status: 429 });
    isOver = true;
    await others;
    expect(await statuses(held)).toEqual([200, 200, 200]);
  });

  test('that waits while its statements end one by one is not refused', async () => {
    const answers = Array.from({ length: 7 }, () => slow('user:a', 0.4));
    expect(await statuses(answers)).toEqual(Array(7).fill(200));
  });

  test('that is not ADMIN gets less time', async () => {
    const hasty = await startTestGateway(postgres, {
      userStatementTimeoutMs: 300,
      statementTimeoutMs: 1_000,
    });
    const query = 'SELECT pg_sleep(0.6)';
    for (const [caller, status] of [
      ['user:a', 400],
      ['address:127.0.0.1', 400],
      ['admin:a', 200],
      [undefined, 200],
    ] as const) {
      const headers = caller === undefined ? {} : { 'SelfDB-Caller': caller };
      const answer = await hasty.post({ query }, { headers });
      expect([caller, answer.status]).toEqual([caller, status]);
      if (status === 400) expect(await answer.json()).toMatchObject({ code: '57014' });
      else await answer.text();
    }
    expect(await hasty.rows('SELECT 1')).toEqual([['1']]);
    await eventually(async () => (await hasty.stats()).active === 0);
    await hasty.close();
  });

  test('that disconnects while it waits leaves the queue', async () => {
    const answers = await holdWith('user:a', 3, 3, 0.6);
    const abort = new AbortController();
    const gone = Array.from({ length: 5 }, () => slow('user:a', 0.1, abort.signal).catch(() => 'gone'));
    await eventually(async () => (await gateway.stats()).waiting === 5);
    abort.abort();
    expect(await Promise.all(gone)).toEqual(Array(5).fill('gone'));
    await eventually(async () => (await gateway.stats()).waiting === 0);
    expect(await slow('user:a', 0)).toMatchObject({ status: 200 });
    expect(await statuses(answers)).toEqual([200, 200, 200]);
  });
});

describe('many callers', () => {
  // Of 9 sessions 2 are the system's; of the other 7, 2 are for callers that hold none.
  test('leave sessions for callers that hold none, and for the system', async () => {
    const held = [...(await holdWith('user:a', 3, 3)), ...(await holdWith('user:b', 3, 2))];
    const first = await Promise.all(['user:c', 'user:d'].map((caller) => ask(caller, 'SELECT 1')));
    expect(first.map(({ status }) => status)).toEqual([200, 200]);
    held.push(...(await holdWith('user:e', 1, 1)), ...(await holdWith('user:f', 1, 1)));
    const late = ask('user:g', 'SELECT 1');
    await eventually(async () => (await gateway.stats()).waiting === 2);
    for (let n = 0; n < 5; n += 1) expect(await ask(undefined, 'SELECT 1')).toMatchObject({ status: 200 });
    expect((await fetch(`${gateway.url}/health`)).status).toBe(200);
    expect((await late).status).toBe(200);
    expect(await statuses(held)).toEqual(Array(held.length).fill(200));
  });

  // The system's statements show whether Postgres answers.
  test('that wait for each other get 429, not 503', async () => {
    await gateway.close();
    gateway = await startTestGateway(postgres, { ...options, queueStallMs: 300, queueSize: 12 });
    const held = [...(await holdWith('user:a', 3, 3, 4)), ...(await holdWith('user:b', 2, 2, 4))];
    // Holds less than its share, but all sessions for further ones are taken.
    held.push(...(await holdWith('user:c', 1, 1, 4)));
    const busy = { status: 429, code: '53300', retryAfter: '1' };
    expect(await slow('user:b', 0)).toEqual(busy);
    expect(await slow('user:c', 0)).toEqual(busy);
    held.push(...(await holdWith('user:d', 1, 1, 4)));
    expect(await slow('user:e', 0)).toEqual(busy);
    expect(await ask(undefined, 'SELECT 1')).toMatchObject({ status: 200 });
    const waiting = ['f', 'g', 'h', 'i', 'j', 'k'].flatMap((name) => [
      slow(`user:${name}`, 0),
      slow(`user:${name}`, 0),
    ]);
    expect(await slow('user:l', 0)).toEqual(busy);
    expect(await statuses(waiting)).toEqual(Array(12).fill(429));
    expect(await statuses(held)).toEqual(Array(7).fill(200));
  });

  test('get 503 when the system is not served either', async () => {
    await gateway.close();
    gateway = await startTestGateway(postgres, { ...options, queueStallMs: 300 });
    const held = [...(await holdWith('user:a', 3, 3, 4)), ...(await holdWith('user:b', 2, 2, 4))];
    const ofSystem = Array.from({ length: 4 }, () => ask(undefined, 'SELECT pg_sleep(4)'));
    await eventually(async () => (await gateway.stats()).active === 9);
    const refused = { status: 503, code: '53300', retryAfter: '1' };
    expect(await ask(undefined, 'SELECT 1')).toEqual(refused);
    expect(await slow('user:b', 0)).toEqual(refused);
    expect(await slow('user:a', 0)).toEqual(refused);
    expect(await statuses([...held, ...ofSystem])).toEqual(Array(9).fill(200));
  });

  test('that come and go leave no count behind', async () => {
    const callers = Array.from({ length: 30 }, (_, n) => `user:${n % 10}`);
    for (let round = 0; round < 10; round += 1) {
      const asked = callers.map((caller, n) => {
        const signal = AbortSignal.timeout(1 + ((n * 7) % 20));
        return slow(caller, 0.004, n % 3 === 0 ? signal : undefined).catch(() => 'gone');
      });
      await Promise.all(asked);
    }
    await eventually(async () => (await gateway.stats()).active === 0);
    expect((await gateway.stats()).waiting).toBe(0);
    const answers = await holdWith('user:1', 4, 3, 0.3);
    expect(await statuses(answers)).toEqual([200, 200, 200, 200]);
  });
});
