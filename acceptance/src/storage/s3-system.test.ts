import { type FaultName, startFaultyS3 } from '@selfdb/s3/testing/faulty-s3';
import type { RunningServer } from '@selfdb/s3/testing/server';
import { startS3rver } from '@selfdb/s3/testing/start-s3rver';
import { startVersitygw } from '@selfdb/s3/testing/start-versitygw';
import { launchSystem } from '@selfdb/system-under-test/launch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Relay, startRelay } from '../clients/relay.ts';
import { piecesOf, streamOf } from '../clients/streams.ts';
import { expectProblem, expectStatus } from '../expectations.ts';
import { describeOwnSystem, type OwnSystem, startOwnSystem } from '../system-under-test/own-system.ts';
import { s3Settings } from '../system-under-test/s3-settings.ts';
import {
  type Bucket,
  createBucket,
  downloadPath,
  type FilePage,
  sha256,
  store,
  upload,
} from '../world/storage.ts';

/** Larger than what is kept in memory. */
const UNKEPT_BYTES = 100_000;
const LARGE_BYTES = 20 * 1024 ** 2;

describeOwnSystem('a system on S3', { timeout: 120_000 }, () => {
  let server: RunningServer;
  let faulty: Awaited<ReturnType<typeof startFaultyS3>>;
  let relay: Relay;
  let own: OwnSystem;
  let bucket: Bucket;

  const turnTo = (fault: FaultName) => relay.turnTo(faulty.ports[fault]);
  const heal = () => relay.turnTo(server.port);

  beforeAll(async () => {
    server = (await startVersitygw()) ?? (await startS3rver());
    faulty = await startFaultyS3(server.port);
    relay = await startRelay();
    heal();
    own = await startOwnSystem(s3Settings({ ...server, port: relay.port }));
    bucket = await createBucket(own.boss);
  }, 120_000);

  afterAll(async () => {
    await own?.stop();
    await relay?.stop();
    await faulty?.stop();
    await server?.stop();
  }, 60_000);

  const list = async () =>
    (await own.boss.get<FilePage>('/storage/files/', { bucket_id: bucket.id, limit: 1000 })).body.data;

  async function expectEveryFileWhole(): Promise<void> {
    for (const file of await list()) {
      const answer = await own.boss.get(downloadPath(bucket, file.path));
      expect([file.path, answer.status, sha256(answer.bytes)]).toEqual([
        file.path,
        200,
        file.checksum_sha256,
      ]);
    }
  }

  it('stores and gives back while every third request to it fails', async () => {
    turnTo('everyThirdFails');
    for (let round = 0; round < 10; round += 1) {
      const answers = await Promise.all(
        Array.from({ length: 5 }, (_, index) => {
          const body = streamOf(piecesOf(UNKEPT_BYTES + 1000 * round + index));
          // Each is written twice, so that a swap is among them.
          return upload(own.boss, bucket, { path: `${round % 5}/${index}`, upsert: true }, body);
        }),
      );
      for (const answer of answers) expectStatus(answer, 201);
    }
    expectStatus(await upload(own.boss, bucket, 'large', streamOf(piecesOf(LARGE_BYTES))), 201);
    expect(await list()).toHaveLength(26);
    await expectEveryFileWhole();
    heal();
    await expectEveryFileWhole();
  });

  it('says 503 while it is down, shows nothing half done, and goes on after it', async () => {
    heal();
    const kept = await store(own.boss, bucket, 'kept', streamOf(piecesOf(UNKEPT_BYTES)));
    const before = await list();
    for (const port of [undefined, faulty.ports.refusesEverything]) {
      relay.turnTo(port);
      const refused = await Promise.all([
        upload(own.boss, bucket, 'new', 'x'),
        upload(own.boss, bucket, 'new-large', streamOf(piecesOf(LARGE_BYTES))),
        upload(own.boss, bucket, { path: 'kept', upsert: true }, 'other'),
        own.boss.get(downloadPath(bucket, 'kept')),
      ]);
      for (const answer of refused) {
        expectProblem(answer, 503);
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      }
      expect(await list()).toEqual(before);
    }
    heal();
    expect(sha256((await own.boss.get(downloadPath(bucket, 'kept'))).bytes)).toBe(kept.checksum_sha256);
    expectStatus(await upload(own.boss, bucket, 'new', 'x'), 201);
  });

  it('is waited for when it is slow', async () => {
    turnTo('slow');
    expectStatus(await upload(own.boss, bucket, 'slow', streamOf(piecesOf(UNKEPT_BYTES))), 201);
    expectStatus(await own.boss.get(downloadPath(bucket, 'slow')), 200);
  });

  describe('does not start with a wrong setting, and names it', () => {
    const WRONG: [string, string][] = [
      ['S3_ENDPOINT', ''],
      ['S3_ENDPOINT', 'not an address'],
      ['S3_ENDPOINT', 'http://127.0.0.1:1'],
      ['S3_BUCKET', ''],
      ['S3_BUCKET', 'there-is-none'],
      ['S3_ACCESS_KEY_ID', ''],
      ['S3_ACCESS_KEY_ID', 'nobody'],
      ['S3_SECRET_ACCESS_KEY', ''],
      ['S3_SECRET_ACCESS_KEY', 'a-secret-that-is-wrong'],
      ['S3_ADDRESSING', 'sideways'],
      ['STORAGE_BACKEND', 'tape'],
    ];

    it.each(WRONG)('%s=%s', async (name, value) => {
      const settings = { ...s3Settings(server), [name]: value };
      const error = await launchSystem(settings).then(
        ({ stop }) => stop().then(() => new Error('It has started.')),
        (failure: Error) => failure,
      );
      expect(error.message).toContain(name);
      expect(error.message).not.toContain(settings.S3_SECRET_ACCESS_KEY || 'no secret');
      expect(error.message).not.toMatch(/\n\s+at /);
    });
  });
});
