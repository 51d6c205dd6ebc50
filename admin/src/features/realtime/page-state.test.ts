import { expect, it } from 'vitest';
import { readPageState, watchPath, withTopic, writeTopics } from './page-state.ts';
import { describePresence } from './rooms/describe-presence.ts';
import { readJson, readJsonObject } from './rooms/json-field.ts';
import { shownMeta } from './rooms/shown-meta.ts';
import { addSample, type Sample, toSeries } from './status/samples.ts';
import { readLeftTopics, rememberLeft } from './topics/left-topics.ts';
import { topicSnippets } from './use/snippets.ts';

it('writes topics with their options into the URL and reads them again', () => {
  const topics = [
    {
      topic: 'table:книги',
      options: { filter: { year: { gte: '1966' } }, events: ['INSERT' as const], since: 'h:1:2' },
    },
    { topic: 'room:lobby', options: {} },
  ];
  expect(readPageState(writeTopics(topics)).topics).toEqual(topics);
  expect(writeTopics([])).toEqual({ topic: [], join: undefined });
});

it('leaves out what a URL names wrongly', () => {
  const state = readPageState({
    topic: ['table:a', 'table:a', 'phoenix', 'room:', 'room:x'],
    join: '{"table:a": {"events": ["TRUNCATE"], "filter": [1], "since": 7}}',
    kind: 'nothing',
    order: 'random',
  });
  expect(state.topics).toEqual([
    { topic: 'table:a', options: {} },
    { topic: 'room:x', options: {} },
  ]);
  expect([state.kind, state.order, state.text]).toEqual(['all', 'newest', '']);
  expect(readPageState({ join: 'no JSON', topic: 'table:b' }).topics).toHaveLength(1);
});

it('joins a topic once, and again with other options in its place', () => {
  const topics = [
    { topic: 'table:a', options: {} },
    { topic: 'table:b', options: {} },
  ];
  const changed = { topic: 'table:a', options: { since: 'x' } };
  expect(withTopic(topics, changed)).toEqual([changed, topics[1]]);
  expect(withTopic(topics, { topic: 'room:c', options: {} })).toHaveLength(3);
});

it('has an address for any table', () => {
  const url = new URL(watchPath('a&b=c'), 'http://localhost');
  expect(url.searchParams.get('topic')).toBe('table:a&b=c');
});

it('remembers where topics were left, and only the latest of many', () => {
  const stored = new Map<string, string>();
  const storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
  };
  for (let n = 0; n < 60; n += 1) rememberLeft(`table:t${n}`, { cursor: `c${n}`, at: n }, storage);
  rememberLeft('table:t20', { cursor: 'again', at: 99 }, storage);
  const left = readLeftTopics(storage);
  expect([left.size, left.get('table:t20')?.cursor, left.has('table:t9')]).toEqual([50, 'again', false]);
  expect(readLeftTopics({ getItem: () => 'broken' }).size).toBe(0);
  expect(readLeftTopics({ getItem: () => '{"table:a": {"cursor": 1}}' }).size).toBe(0);
});

it('draws rates between samples', () => {
  const sample = (at: number, received: number): Sample => ({ at, lagBytes: at, received });
  const samples = [sample(1_000_000, 10), sample(1_002_000, 30)].reduce<Sample[]>(addSample, []);
  const { x, lag, perSecond } = toSeries(samples);
  expect(x).toEqual([1000, 1002]);
  expect(lag).toEqual([1_000_000, 1_002_000]);
  expect(perSecond).toEqual([null, 10]);
  expect(addSample(samples, sample(1_301_000, 30))).toHaveLength(2);
});

it('says who came, left or changed their state', () => {
  const metas = [{ user_id: 'u', phx_ref: 'r' }];
  expect(describePresence({ ada: metas, bob: metas }, { bob: metas })).toBe('ada came; bob changed');
  expect(describePresence({}, { a: metas, b: metas, c: metas, d: metas, e: metas })).toBe(
    'a, b, c and 2 others left',
  );
  expect(describePresence({}, {})).toBe('');
  expect(shownMeta({ user_id: 'u', phx_ref: 'r' })).toBe('');
  expect(shownMeta({ user_id: 'u', phx_ref: 'r', status: 'away' })).toBe('{"status":"away"}');
});

it('reads JSON that a person types, with the digits of its numbers', () => {
  expect(JSON.stringify(readJson('9007199254740993'))).toBe('{"value":9007199254740993}');
  expect(readJson(' ')).toEqual({ value: {} });
  expect(readJson('{').error).toMatch(/^This is not JSON/);
  expect(readJsonObject('[1]').error).toMatch(/^Write a JSON object/);
  expect(readJsonObject('{"a": 1}')).toEqual({ value: { a: 1 } });
});

it('writes the topic, the options and the address into the snippets', () => {
  const use = { url: 'https://db.example/api', apiKey: 'key', options: { events: ['INSERT' as const] } };
  const codes = (topic: string) => topicSnippets.map(({ code }) => code({ ...use, topic }));
  const [typescript, webSocket] = codes("table:it's");
  expect(typescript).toContain(`channel('table:it\\'s', {"events":["INSERT"]})`);
  expect(webSocket).toContain('wss://db.example/api/realtime/socket');
  expect(webSocket).toContain(`'phx_join', {"events":["INSERT"]}`);
  expect(codes('room:lobby')[1]).toContain("'broadcast', { type: 'broadcast'");
});
