import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUCKET, type RunningServer } from './server.ts';

/**
 * Starts s3rver on a free port of 127.0.0.1, with a temporary folder. It accepts one pair of keys, checks signatures of
 * virtual addressing wrongly, and supports neither AbortMultipartUpload nor ListMultipartUploads.
 */
export async function startS3rver(): Promise<RunningServer> {
  const directory = await mkdtemp(join(tmpdir(), 'selfdb-s3rver-'));
  // It encrypts the continuation tokens of its lists with DES, a legacy algorithm of OpenSSL.
  const execArgv = ['--openssl-legacy-provider'];
  const child = fork(join(import.meta.dirname, 's3rver-process.ts'), [directory, BUCKET], { execArgv });
  const ended = once(child, 'close');
  const [port] = await Promise.race([once(child, 'message'), ended]);
  if (child.exitCode !== null) throw new Error('s3rver does not start');
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
    await rm(directory, { recursive: true });
  };
  return { name: 's3rver', port, accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER', isComplete: false, stop };
}
