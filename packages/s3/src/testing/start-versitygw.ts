import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { AwsClient } from 'aws4fetch';
import { BUCKET, type RunningServer, VIRTUAL_DOMAIN } from './server.ts';

const VERSION = 'v1.8.0';
const CACHE = join(import.meta.dirname, `../../../../node_modules/.cache/versitygw-${VERSION}`);
const START_MS = 20_000;

/**
 * Starts versitygw (https://github.com/versity/versitygw) on a free port of 127.0.0.1, with a temporary folder and a
 * bucket. Builds it once per checkout, which takes about 80 s. Undefined if it can't be built.
 */
export async function startVersitygw(): Promise<RunningServer | undefined> {
  const program = await findVersitygw();
  return program === undefined ? undefined : start(program);
}

/** The path of the program. Undefined, after a warning with the reason, if it can't be built. */
export async function findVersitygw(): Promise<string | undefined> {
  try {
    return await build();
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    console.warn(`No versitygw, so the S3 tests run against s3rver only: ${reason}`);
    return undefined;
  }
}

async function build(): Promise<string> {
  const program = join(CACHE, 'versitygw');
  if (existsSync(program)) return program;
  console.log(`Building versitygw ${VERSION}, once for this checkout ...`);
  const env = { ...process.env, GOBIN: CACHE, GOTOOLCHAIN: 'local' };
  const source = `github.com/versity/versitygw/cmd/versitygw@${VERSION}`;
  await promisify(execFile)('go', ['install', source], { env, timeout: 600_000 });
  return program;
}

async function start(program: string): Promise<RunningServer> {
  const directory = await mkdtemp(join(tmpdir(), 'selfdb-versitygw-'));
  const port = await findFreePort();
  const accessKeyId = 'selfdb-tests';
  const secretAccessKey = randomBytes(20).toString('hex');
  const options = ['--port', `127.0.0.1:${port}`, '--virtual-domain', VIRTUAL_DOMAIN, '--quiet'];
  const child = spawn(program, [...options, 'posix', directory], {
    env: { ...process.env, ROOT_ACCESS_KEY_ID: accessKeyId, ROOT_SECRET_ACCESS_KEY: secretAccessKey },
    stdio: 'ignore',
  });
  const ended = once(child, 'close');
  process.once('exit', () => child.kill('SIGKILL'));
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
    await rm(directory, { recursive: true });
  };
  try {
    await createBucket(port, new AwsClient({ accessKeyId, secretAccessKey, service: 's3', retries: 0 }));
  } catch (error) {
    await stop();
    throw error;
  }
  return { name: 'versitygw', port, accessKeyId, secretAccessKey, isComplete: true, stop };
}

/** Creates the bucket as soon as the server answers. */
async function createBucket(port: number, client: AwsClient): Promise<void> {
  const end = Date.now() + START_MS;
  for (;;) {
    const answer = await client
      .fetch(`http://127.0.0.1:${port}/${BUCKET}`, { method: 'PUT', aws: { region: 'us-east-1' } })
      .catch(() => undefined);
    if (answer?.ok) return;
    if (answer || Date.now() > end) throw new Error(`it does not start (${answer?.status ?? 'no answer'})`);
    await sleep(50);
  }
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
