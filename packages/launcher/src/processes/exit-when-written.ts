import type { Writable } from 'node:stream';

/**
 * Ends this process after the readers of its output have taken all of it. A pipe takes 64 KiB at a time and
 * `process.exit` drops the rest. A reader that has gone, such as `head`, takes nothing more.
 */
export async function exitWhenWritten(code: number): Promise<never> {
  await Promise.all([written(process.stdout), written(process.stderr)]);
  process.exit(code);
}

function written(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    stream.once('error', () => resolve());
    stream.write('', () => resolve());
  });
}
