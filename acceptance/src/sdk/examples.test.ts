import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { liveRows, UploadTask, userOf } from '@selfdb/sdk/live';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { examplesIn } from './examples/documented.ts';
import {
  createBooks,
  createFile,
  createFunction,
  createWebhook,
  runExample,
  signIn,
} from './examples/run-example.ts';
import { createRecorder } from './scenario/recorder.ts';
import { whenFree } from './scenario/when-free.ts';

// A backup waits for those of other tests, and takes as long as what all tests have left in the system.
vi.setConfig({ testTimeout: 300_000 });

const dist = dirname(fileURLToPath(import.meta.resolve('@selfdb/sdk')));
// The entries share declarations, which stand in files of their own.
const names = (await readdir(dist)).filter((name) => /(?<!^react|^solid)\.d\.ts$/.test(name));
const texts = await Promise.all(names.map((name) => readFile(join(dist, name), 'utf8')));
const examples = examplesIn(texts.join('\n'));
const common = await signIn();

/** The parts of the SDK that its methods give. */
const PARTS = [
  common.selfdb,
  common.selfdb.table('books'),
  common.selfdb.tables.data.query('id'),
  common.selfdb.realtime.channel('room:parts'),
];

afterAll(() => common.selfdb.realtime.disconnect());

it('every public method has an example', () => {
  const recorder = createRecorder();
  for (const part of PARTS) recorder.watch(part);
  // Behind `client.tokens`, which is for programs that keep tokens themselves.
  const methods = recorder.uncalled().filter((name) => !name.startsWith('TokenSession.'));
  expect(methods.length).toBeGreaterThan(60);
  expect(methods.filter((name) => !examples.has(name))).toEqual([]);
});

describe('the example of', () => {
  it.each([...examples])('%s runs', async (name, code) => {
    const isAboutSessions = /^(?:Auth|Users|HttpClient)\./.test(name);
    const caller = isAboutSessions ? await signIn() : common;
    const fn = await createFunction(caller.selfdb);
    const scope = {
      ...caller,
      table: await createBooks(caller.selfdb),
      ...(await createFile(caller.selfdb)),
      fn,
      webhook: await createWebhook(caller.selfdb, fn),
      console: { log: () => undefined },
      ...{ liveRows, UploadTask, userOf },
    };
    await whenFree(() => runExample(code, scope));
  });
});
