import { beforeAll, describe, expect, it } from 'vitest';
import { makeBucket, upload } from '../testing/client.ts';
import { createPerson } from '../testing/people.ts';
import { rows, value } from '../testing/sql.ts';

const numbered = (path: string, number = 1) => value('select selfdb.numbered_path($1, $2)', [path, number]);

describe('a numbered name', () => {
  it.each([
    ['a', 'a (1)'],
    ['a.txt', 'a (1).txt'],
    ['in/deep/a.txt', 'in/deep/a (1).txt'],
    ['v1.2/a', 'v1.2/a (1)'],
    ['a.tar.gz', 'a.tar (1).gz'],
    ['a.', 'a (1).'],
    ['.profile', '.profile (1)'],
    ['...', '... (1)'],
    ['.a.b', '.a (1).b'],
    ['a (1).txt', 'a (1) (1).txt'],
    ['no.extension of a file but a sentence', 'no.extension of a file but a sentence (1)'],
    ['日本.👍', '日本 (1).👍'],
  ])('of %s is %s', async (path, expected) => {
    expect(await numbered(path)).toBe(expected);
  });

  it.each([
    ['a name', `${'é'.repeat(125)}a.txt`, 255],
    ['a path', `${'d/'.repeat(500)}${'x'.repeat(20)}.txt`, 1024],
  ])('is shortened if it would be longer than %s may be', async (_what, path, bytes) => {
    const name = String(await numbered(path, 1_000_000));
    expect(name).toMatch(/ \(1000000\)\.txt$/);
    const part = bytes === 255 ? name : name.slice(name.lastIndexOf('/') + 1);
    expect(new TextEncoder().encode(part).length).toBeLessThanOrEqual(255);
    expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(bytes);
  });

  it('does not exist for a path that is too long for it', async () => {
    const path = `${'d/'.repeat(511)}xy`;
    await expect(numbered(path)).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('the first free name', () => {
  let bucketId: string;
  beforeAll(async () => {
    const owner = await createPerson();
    const bucket = await makeBucket(owner);
    bucketId = bucket.id;
    await upload(owner, bucket, 'a.txt', 'x');
    await rows(
      `insert into selfdb.files (bucket_id, path, size, mime_type, checksum_sha256, blob_id, segments, owner_id)
       select bucket_id, selfdb.numbered_path('many.txt', n), size, mime_type, checksum_sha256, blob_id, segments, owner_id
       from selfdb.files f, generate_series(1, 1000) n where f.bucket_id = $1`,
      [bucketId],
    );
  });

  const free = (path: string) => value('select selfdb.free_path($1, $2)', [bucketId, path]);

  it('is the name itself, or the name with the number after the taken ones', async () => {
    expect(await free('b.txt')).toBe('b.txt');
    expect(await free('a.txt')).toBe('a (1).txt');
    expect(await free('many.txt')).toBe('many.txt');
    await rows(`update selfdb.files set path = 'many.txt' where bucket_id = $1 and path = 'a.txt'`, [
      bucketId,
    ]);
    expect(await free('many.txt')).toBe('many (1001).txt');
  });

  it('may be one that has become free', async () => {
    await rows(`delete from selfdb.files where bucket_id = $1 and path = 'many (1).txt'`, [bucketId]);
    expect(await free('many.txt')).toBe('many (1).txt');
  });
});
