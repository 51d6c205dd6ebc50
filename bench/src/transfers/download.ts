import { createBucket } from './bucket.ts';
import { receive, send } from './bytes.ts';
import { startDiskServer } from './disk-server.ts';
import type { Transfer } from './transfer.ts';

export const download: Transfer = {
  name: 'download',
  title: 'download of a large file ÷ the same GET straight from the disk service',
  target: { atLeast: 0.5 },
  open: async (bench, stack) => {
    const { timing, signal } = bench;
    const bucket = await createBucket(bench, false);
    const disk = await startDiskServer(bench, stack);
    for (const bytes of [timing.transferBytes, timing.transferBytes / 10]) {
      await bucket.upload(`${bytes}.bin`, bytes);
      await send(`${disk}/${bytes}.bin`, { method: 'PUT', bytes, headers: {}, signal });
    }
    return [
      { title: 'download through the API', move: (bytes) => bucket.download(`${bytes}.bin`, bytes) },
      {
        title: 'GET from the disk service',
        move: (bytes) => receive(`${disk}/${bytes}.bin`, { bytes, headers: {}, signal }),
      },
    ];
  },
};
