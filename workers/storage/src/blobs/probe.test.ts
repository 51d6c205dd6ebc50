import { inject, it } from 'vitest';
import { createS3Store } from './s3-store.ts';

for (const s of inject('s3Servers').slice(1)) it(s.name, async () => {
  const set = { endpoint: new URL(`http://127.0.0.1:${s.port}`), region: 'us-east-1', bucket: 'blobs', addressing: 'path', ...s } as const;
  const store = createS3Store(set);
  const buf = new Uint8Array(65536).fill(7);
  const sleep = (ms: number) => new Promise(r => setTimeout(r, ms));
  await sleep(1500);
  console.log('MARK idle', Date.now());
  const many = Array.from({ length: 1000 }, (_, i) => store.write('k/' + i));
  await Promise.all(many.map(w => w.write(buf.subarray(0, 4096))));
  await sleep(1500);
  console.log('MARK 1000 writers', Date.now());
  await Promise.all(many.map(w => w.close()));
  console.log('MARK closed', Date.now());
  await sleep(1500);
  for (let r = 0; r < 3; r++) {
  const big = Array.from({ length: 10 }, (_, i) => store.write('b/' + i));
  for (let n = 0; n < 64 << 20; n += 65536) await Promise.all(big.map(w => w.write(buf)));
  console.log('MARK 10 writers of 64', Date.now());
  await Promise.all(big.map(w => w.close()));
  console.log('MARK closed', Date.now());
  }
  await sleep(1500);
}, 60000);
