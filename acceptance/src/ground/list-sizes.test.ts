import { expect, it } from 'vitest';
import { expectStatus } from '../expectations.ts';
import { type Bucket, createBucket, type StoredFile, store } from '../world/storage.ts';
import { createAdmin, marker } from '../world/users.ts';

/** What the gateway answers at most, and how many items a list has at most. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;
const MAX_ITEMS = 1000;

/** Takes six bytes in JSON. */
const control = (count: number) => '\u0001'.repeat(count);
const bytesOf = (text: string) => Buffer.byteLength(text);

function expectListable(bytes: number): void {
  expect(bytes * MAX_ITEMS).toBeLessThan(MAX_ANSWER_BYTES);
}

it('a thousand of the largest buckets and files fit in a list', async () => {
  const admin = await createAdmin();
  const mimeType = (i: number) => `${String(i).padEnd(127, 'x')}/${'y'.repeat(127)}`;
  const bucket = await createBucket(admin);
  const changed = await admin.patch<Bucket>(`/storage/buckets/${bucket.id}`, {
    description: control(4000),
    allowed_mime_types: Array.from({ length: 100 }, (_, i) => mimeType(i)),
  });
  expectStatus(changed, 200);
  // Postgres makes the JSON of both, which the gateway's answer holds as a text.
  expectListable(bytesOf(JSON.stringify(JSON.stringify(changed.body))));
  const open = await createBucket(admin);
  const file = await store(admin, open, `${'f"'.repeat(100)}/${'"'.repeat(250)}`, 'x');
  const described = await admin.patch<StoredFile>(`/storage/files/${file.id}`, {
    metadata: { a: '"'.repeat(8000) },
  });
  expectStatus(described, 200);
  expectListable(bytesOf(JSON.stringify(JSON.stringify(described.body))));
  for (const path of ['buckets', 'files']) {
    for (const over of [{ description: 'x'.repeat(4001) }, { metadata: { a: '"'.repeat(9000) } }]) {
      const id = path === 'buckets' ? bucket.id : file.id;
      expectStatus(await admin.patch(`/storage/${path}/${id}`, over), 422);
    }
  }
});

it('a thousand of the longest runs fit in the history', async () => {
  const admin = await createAdmin();
  const query = `do $$ begin raise exception '%', repeat(E'\\x01', 5000); end $$ -- ${control(20_000)}`;
  expectStatus(await admin.post('/sql/query', { query }), 400);
  const { body, text } = await admin.get<{ query: string; error: string }[]>('/sql/history');
  expect(body.map((entry) => [entry.query.length, entry.error.length])).toEqual([[8193, 1025]]);
  expectListable(bytesOf(text));
});

it('a thousand users of the longest names fit in a list', async () => {
  const admin = await createAdmin();
  const changed = await admin.patch('/users/me', {
    firstName: `x${control(99)}`,
    lastName: `x${control(99)}`,
  });
  expectStatus(changed, 200);
  expectListable(bytesOf(changed.text));
});

it('a list of tables says which of them it shows in part', async () => {
  const admin = await createAdmin();
  const prefix = marker('sized');
  const created = await admin.post<{ id: string }>('/tables', {
    name: prefix,
    table_schema: { t: { type: 'text' } },
    metadata: { a: '"'.repeat(8000) },
    description: control(4000),
  });
  expectStatus(created, 201);
  const { body } = await admin.get<{ id: string; truncated?: true }[]>('/tables', { search: prefix });
  expect(body).toMatchObject([{ id: created.body.id, metadata: { a: '"'.repeat(8000) } }]);
  expect(body[0]?.truncated).toBeUndefined();
});
