import { createBucket } from '../transfers/bucket.ts';
import type { Pair } from './pair.ts';

const bytes = 4096;

export const smallDownload: Pair = {
  name: 'small-download',
  title: "4 KB download of a public file, without a key ÷ the API's empty route",
  target: { atLeast: 0.2 },
  figure: 'perSecond',
  open: async (bench) => {
    const bucket = await createBucket(bench, true);
    await bucket.upload('small.bin', bytes);
    const url = bench.instance.apiUrl;
    const side = (title: string, path: string) => ({
      title,
      load: { url, headers: {}, requests: [{ method: 'GET' as const, path }] },
    });
    return [side('4 KB download', bucket.downloadPath('small.bin')), side('empty route', '/')];
  },
};
