import { rows } from '@selfdb/server/testing/postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openFeed } from '../testing/feed.ts';
import { createTable } from '../testing/tables.ts';

let feed: Awaited<ReturnType<typeof openFeed>>;
let taken = 0;
beforeAll(async () => {
  feed = await openFeed();
});
afterAll(() => feed.stop());

/** Each value goes into a row, and its JSON in the feed is compared with the rows API, character by character. */
async function compare(type: string, values: string[]): Promise<void> {
  const table = await createTable(`v ${type}`);
  for (const one of values) await rows(`insert into ${table.sql} (v) values (${one})`);
  const bodies = await rows(`select row_to_json(r.*)::text as body from ${table.sql} r order by id`);
  const items = await feed.until(taken + values.length);
  const payloads = items.slice(taken).map((item) => (item.type === 'row' ? item.payload : ''));
  taken = items.length;
  expect(payloads.map((text) => text.slice(text.indexOf('"new":') + 6, text.indexOf(',"old":null')))).toEqual(
    bodies.map(({ body }) => body),
  );
}

it.each<[string, string[]]>([
  [
    'text',
    [
      `''`,
      `'plain'`,
      `E'q"b\\\\t\\tn\\nr\\rf\\fb\\bc\\x01\\x1e\\x7f/'`,
      `'häß€😀'`,
      `repeat('ä"', 5000)`,
      'null',
    ],
  ],
  ['varchar(9)', [`'a"b'`]],
  ['char(5)', [`'ab'`]],
  ['integer', ['0', '-2147483648', 'null']],
  ['bigint', ['9007199254740993', '-9223372036854775808']],
  ['smallint', ['-1']],
  ['boolean', ['true', 'false', 'null']],
  [
    'numeric',
    ['0', '1.50', `'NaN'`, `'Infinity'`, `'-Infinity'`, '1e400', '123456789012345678901234567890.123'],
  ],
  ['real', ['0.1', `'NaN'`, `'-0'`, '1e30']],
  ['double precision', ['0.1', `'-Infinity'`, '1e300', '1e-300', `'-0'`]],
  ['date', [`'2026-01-31'`, `'infinity'`, `'0044-03-15 BC'`, `'12026-01-01'`]],
  ['time', [`'10:00:00.123456'`]],
  ['timetz', [`'10:00:00+02'`]],
  ['timestamp', [`'2026-01-31 10:00:00.5'`, `'-infinity'`, `'0044-03-15 01:02:03 BC'`]],
  ['timestamptz', [`'2026-01-31 10:00:00.5+02'`, `'infinity'`, `'0044-03-15 01:02:03+00 BC'`]],
  ['interval', [`'1 year 2 days -03:04:05.6'`]],
  ['json', [`'{"a" : 1, "b":"\\u00e9 ä"}'`, `E'[1,\\n 2]'`, `'null'`]],
  ['jsonb', [`'{"a" : 1.50, "b":[null,"ä\\""]}'`]],
  ['uuid', [`'0198a5c4-0000-7000-8000-000000000000'`]],
  ['bytea', [`'\\x00ff10'`, `''`]],
  ['text[]', [`'{}'`, `array['a','NULL',null,'x,y','q"\\','ä{}',''] `, `'[0:1]={a,b}'`, `'{{a,b},{c,d}}'`]],
  ['integer[]', [`'{{1,2},{3,null}}'`, `'[2:3][0:1]={{1,2},{3,4}}'`]],
  ['boolean[]', [`'{t,f,null}'`]],
  ['numeric[]', [`'{1.50,NaN}'`]],
  ['double precision[]', [`'{1e300,Infinity}'`]],
  ['jsonb[]', [`array['{"a":"b,c"}'::jsonb, '"x"', null]`]],
  ['timestamptz[]', [`array['2026-01-31 10:00:00+02'::timestamptz, 'infinity']`]],
  ['timestamp[]', [`'{2026-01-31 10:00:00}'`]],
  ['date[]', [`'{2026-01-31}'`]],
  ['uuid[]', [`'{0198a5c4-0000-7000-8000-000000000000}'`]],
  ['bytea[]', [`array['\\x00ff'::bytea]`]],
  ['varchar(3)[]', [`'{ab,"c,d"}'`]],
  ['int4range', [`'[1,5)'`]],
  ['int4multirange', [`'{[1,5),[7,9)}'`]],
  ['inet', [`'10.0.0.1/8'`]],
  ['point', [`'(1,2)'`]],
  ['box[]', [`array['(1,1),(0,0)'::box, '(3,3),(2,2)']`]],
  ['int2vector', [`'1 2 3'`]],
  ['money', [`'1234.5'`]],
  ['oid', ['42']],
  ['bit varying', [`'101'`]],
  ['xml', [`'<a b="c">ä</a>'`]],
  ['tsvector', [`'a fat cat'`]],
])('a %s is as in the rows API', compare);

it('domains, enums and composite types, nested and in arrays, are as in the rows API', async () => {
  const suffix = crypto.randomUUID().slice(0, 8);
  const [positive, mood, pair, nest] = [
    `positive_${suffix}`,
    `mood_${suffix}`,
    `pair_${suffix}`,
    `nest_${suffix}`,
  ];
  await rows(`create domain ${positive} as int[] check (cardinality(value) > 0)`);
  await rows(`create type ${mood} as enum ('so so', 'ha"ppy')`);
  await rows(`create type ${pair} as (a int, "b c" text, at timestamptz)`);
  await rows(`create type ${nest} as (p ${pair}, many ${pair}[], ok boolean)`);
  await compare(positive, [`'{1,2}'`]);
  await compare(mood, [`'so so'`, `'ha"ppy'`]);
  await compare(`${mood}[]`, [`'{so so,"ha\\"ppy"}'`]);
  const one = (text: string) => `row(1, ${text}, '2026-01-31 10:00:00+00')::${pair}`;
  const odd = [`'x'`, 'null', `''`, `'q"u''o,t(e)\\s'`, `'ä b'`];
  await compare(pair, odd.map(one));
  await compare(`${pair}[]`, [`array[${odd.map(one).join(',')}]`]);
  await compare(nest, [`row(${one(`'a"b'`)}, array[${one(`'c\\d'`)}, null], true)::${nest}`]);
});

it('the time of a commit is in UTC with microseconds', async () => {
  const table = await createTable('v int');
  await rows(`insert into ${table.sql} (v) values (1)`);
  const item = (await feed.until(taken + 1)).at(-1);
  taken += 1;
  const { commit_timestamp: at } = JSON.parse(item?.type === 'row' ? item.payload : '');
  expect(at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  expect(Math.abs(Date.now() - Date.parse(at))).toBeLessThan(5000);
});
