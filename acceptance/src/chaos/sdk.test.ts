import { SelfDB } from '@selfdb/sdk';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checksumOf, piecesOf } from '../clients/streams.ts';
import { pause } from '../pause.ts';
import { createBucket, type StoredFile } from '../world/storage.ts';
import { createTable } from '../world/tables.ts';
import { createPerson, type Person, system } from '../world/users.ts';
import { attempt, isAlive, isHealthy, killable, signal, until } from './recovery.ts';

const MIB = 1024 * 1024;

let owner: Person;
let selfdb: SelfDB;
beforeAll(async () => {
  owner = await createPerson();
  selfdb = new SelfDB({ baseUrl: system.baseUrl, apiKey: system.apiKey });
  await selfdb.auth.login({ email: owner.email, password: owner.password });
});
afterAll(() => selfdb.realtime.disconnect());

/** A stream that takes some seconds, so that the kills hit its upload. */
function slowStreamOf(pieces: Uint8Array<ArrayBuffer>[]): ReadableStream<Uint8Array> {
  const rest = [...pieces];
  return new ReadableStream({
    async pull(controller) {
      await pause(20);
      const piece = rest.shift();
      if (piece) controller.enqueue(piece);
      else controller.close();
    },
  });
}

async function kill(name: string): Promise<void> {
  const pid = (await killable()).find(({ service }) => service === name)?.pid;
  signal(pid, 'SIGKILL');
  await until(`${name} gone`, async () => !isAlive(pid));
  await until(`${name} back`, isHealthy);
}

it('a subscriber and an upload of the SDK survive killed processes', async () => {
  const table = await createTable(owner, {
    realtime_enabled: true,
    table_schema: { n: { type: 'integer' } },
  });
  const bucket = await createBucket(owner);
  const seen = new Map<unknown, number>();
  const problems: unknown[] = [];
  const channel = selfdb.realtime.channel<{ n: number }>(`table:${table.name}`);
  channel.on('INSERT', (change) => seen.set(change.new?.n, (seen.get(change.new?.n) ?? 0) + 1));
  for (const event of ['gap', 'close'] as const) channel.on(event, (payload) => problems.push(payload));
  await channel.subscribe();

  let isOver = false;
  const writing = (async () => {
    const acknowledged: number[] = [];
    for (let n = 0; !isOver; n += 1) {
      const answer = await attempt(() => owner.post(`/tables/${table.id}/data`, { n }));
      if (answer?.status === 201) acknowledged.push(n);
      await pause(50);
    }
    return acknowledged;
  })();
  const pieces = piecesOf(12 * MIB);
  const uploading = selfdb.storage.files.upload(bucket.id, {
    ...{ filename: 'large', partBytes: MIB, data: slowStreamOf(pieces), size: 12 * MIB },
  });
  for (const name of ['edge', 'realtime']) await kill(name);
  isOver = true;
  const acknowledged = await writing;

  const last = await owner.post(`/tables/${table.id}/data`, { n: -1 });
  await channel.waitForCursor(String(last.headers.get('X-SelfDB-Cursor')), { timeout: 60_000 });
  expect(problems).toEqual([]);
  expect(acknowledged.filter((n) => seen.get(n) !== 1)).toEqual([]);
  expect([...seen.values()].filter((times) => times > 1)).toEqual([]);

  const { file_id } = await uploading;
  const { body } = await owner.get<StoredFile>(`/storage/files/${file_id}`);
  expect(body.checksum_sha256).toBe(checksumOf(pieces));
});
