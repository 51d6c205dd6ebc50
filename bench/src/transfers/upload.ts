import { createBucket } from './bucket.ts';
import { send } from './bytes.ts';
import { startDiskServer } from './disk-server.ts';
import type { Transfer } from './transfer.ts';

export const upload: Transfer = {
  name: 'upload',
  title: "upload of a large file ÷ the same PUT straight to workerd's disk service",
  target: { atLeast: 0.35 },
  open: async (bench, stack) => {
    const bucket = await createBucket(bench, false);
    const disk = await startDiskServer(bench, stack);
    const { signal } = bench;
    let uploaded = '';
    return [
      {
        title: 'upload through the API',
        move: async (bytes) => {
          uploaded = await bucket.upload('large.bin', bytes);
        },
        tidy: () => bucket.remove(uploaded),
      },
      {
        title: 'PUT to the disk service',
        move: async (bytes) => {
          await send(`${disk}/large.bin`, { method: 'PUT', bytes, headers: {}, signal });
        },
        tidy: () => fetch(`${disk}/large.bin`, { method: 'DELETE', signal }),
      },
    ];
  },
};
