import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChannelClient } from '../clients/channel-client.ts';
import { type Caller, createClient } from '../clients/client.ts';
import { expectInvalid, expectProblem, expectStatus } from '../expectations.ts';
import { describeOwnSystem, type OwnSystem, startOwnSystem } from '../system-under-test/own-system.ts';
import { type Bucket, bucketName, type Uploaded } from '../world/storage.ts';
import {
  type Access,
  createTable,
  insertRows,
  type NewTable,
  type Row,
  type Table,
} from '../world/tables.ts';
import {
  admin,
  anyone,
  createPerson,
  marker,
  newUser,
  type Person,
  type Tokens,
  type User,
} from '../world/users.ts';

const PUBLIC_URL = 'https://api.example.com/db/';
const ACCESSES: Access[] = ['public', 'users', 'owner'];
const POSTS = {
  title: { type: 'text', nullable: true },
  user_id: { type: 'uuid', nullable: true },
} satisfies NewTable['table_schema'];

let owner: Person;
let author: Person;
let stranger: Person;
beforeAll(async () => {
  [owner, author, stranger] = await Promise.all([createPerson(), createPerson(), createPerson()]);
});

const posts = (access: Access) => createTable(owner, { access, table_schema: POSTS, realtime_enabled: true });
/** Who may read a table of that access, and add to it. */
const allowed = (access: Access): Caller[] =>
  ({
    public: [anyone, stranger, owner, admin],
    users: [stranger, owner, admin],
    owner: [owner, admin],
  })[access];

describe.each(ACCESSES)('a table for %s', (access) => {
  it('is read and added to by those whom it is for', async () => {
    const table = await posts(access);
    expect(table).toMatchObject({ access, public: access === 'public' });
    const search = { search: table.name };
    for (const caller of [anyone, stranger, owner, admin]) {
      const may = allowed(access).includes(caller);
      const refusal = caller === anyone ? 404 : 403;
      for (const answer of [
        await caller.get(`/tables/${table.id}`),
        await caller.get(`/tables/${table.id}/data`),
        await caller.post(`/tables/${table.id}/data`, { title: 'x' }),
      ]) {
        if (may) expectStatus(answer, 200, 201);
        else expectProblem(answer, refusal);
      }
      expect((await caller.get<Table[]>('/tables/', search)).body).toHaveLength(may ? 1 : 0);
      expect((await caller.get('/tables/count', search)).body).toEqual({ count: may ? 1 : 0 });
    }
  });

  it('has rows that the user in user_id may change, and not give away', async () => {
    const table = await posts(access);
    const [row] = await insertRows(owner, table, [{ title: 'mine', user_id: author.id }]);
    const path = `/tables/${table.id}/data/${row?.id}`;
    const read = async () => (await owner.get<Row>(path)).body;
    expectProblem(await anyone.patch(path, { title: 'no' }), 401);
    expectProblem(await anyone.del(path), 401);
    expectProblem(await stranger.patch(path, { title: 'no', user_id: stranger.id }), 403);
    expectProblem(await stranger.del(path), 403);
    expect(await read()).toEqual(row);
    if (access === 'owner') {
      expectProblem(await author.patch(path, { title: 'no' }), 403);
      expectProblem(await author.del(path), 403);
      expect(await read()).toEqual(row);
      return;
    }
    expect((await author.patch<Row>(path, { title: 'new' })).body).toMatchObject({ title: 'new' });
    expectProblem(await author.patch(path, { title: 'gone', user_id: stranger.id }), 403);
    expect(await read()).toMatchObject({ title: 'new', user_id: author.id });
    expectStatus(await author.del(path), 200, 204);
    expectProblem(await owner.get(path), 404);
  });

  it('is followed by those whom it is for', async () => {
    const table = await posts(access);
    for (const [caller, token] of [
      [anyone, undefined],
      [stranger, stranger.tokens.access_token],
      [owner, owner.tokens.access_token],
    ] as const) {
      const socket = await ChannelClient.open(token);
      const status = allowed(access).includes(caller) ? 'ok' : 'error';
      expect(await socket.join(`table:${table.name}`)).toMatchObject({ status });
      socket.close();
    }
  });
});

it('a user who loses a table is shut out at once, and told why; other users are not', async () => {
  const table = await posts('public');
  const topic = `table:${table.name}`;
  const tokens = [undefined, stranger.tokens.access_token, owner.tokens.access_token];
  const sockets = await Promise.all(tokens.map((token) => ChannelClient.open(token)));
  for (const socket of sockets) expect(await socket.join(topic)).toMatchObject({ status: 'ok' });
  const [anonymous, other, mine] = sockets;
  const seen = () => sockets.map((socket) => socket.changes(topic).map((change) => change.new?.title));
  const closed = (socket: ChannelClient | undefined) =>
    socket?.next('the end', ({ event, topic: of }) => of === topic && event === 'phx_close');
  for (const [access, loser] of [
    ['users', anonymous],
    ['owner', other],
  ] as const) {
    expectStatus(await owner.patch(`/tables/${table.id}`, { access }), 200);
    await insertRows(owner, table, [{ title: access }]);
    expect(await closed(loser)).toMatchObject({ payload: { reason: expect.any(String) } });
    await mine?.until('the row', () => mine.changes(topic).some(({ new: row }) => row?.title === access));
  }
  expect(seen()).toEqual([[], ['users'], ['users', 'owner']]);
  for (const socket of sockets) socket.close();
});

it('access and public that contradict each other are refused, and change nothing', async () => {
  const table = await createTable(owner, { access: 'users' });
  for (const body of [
    { public: true, access: 'users' },
    { public: false, access: 'public' },
    { access: 'everyone' },
  ]) {
    expectInvalid(await owner.patch(`/tables/${table.id}`, body), 'body', 'access');
    const made = await owner.post('/tables/', { name: marker('t'), table_schema: {}, ...body });
    expectInvalid(made, 'body', 'access');
  }
  expect((await owner.get(`/tables/${table.id}`)).body).toEqual(table);
});

it('private means the owner’s', async () => {
  const table = await createTable(owner, { public: true });
  const changed = await owner.patch<Table>(`/tables/${table.id}`, { public: false });
  expect(changed.body).toMatchObject({ public: false, access: 'owner' });
  expect(await createTable(owner)).toMatchObject({ public: false, access: 'owner' });
});

describeOwnSystem(
  'a system of PUBLIC_URL, where private means users, as in 0.0.5',
  { timeout: 120_000 },
  () => {
    let own: OwnSystem;
    beforeAll(async () => {
      own = await startOwnSystem({ PRIVATE_MEANS: 'users', PUBLIC_URL });
    }, 120_000);
    afterAll(() => own?.stop(), 60_000);

    async function signUp() {
      const open = createClient(own.system.baseUrl, own.system.apiKey);
      const { email, password, ...names } = newUser();
      const { body: user } = await open.as(undefined).post<User>('/users/', { email, password, ...names });
      const { body: tokens } = await open.as(undefined).post<Tokens>('/users/token', { email, password });
      return { ...user, caller: open.as(tokens.access_token) };
    }

    it('has such tables, new and old', async () => {
      const { boss } = own;
      const create = async (body: object) =>
        (await boss.post<Table>('/tables/', { name: marker('t'), table_schema: {}, ...body })).body;
      const change = async ({ id }: Table, body: object) =>
        (await boss.patch<Table>(`/tables/${id}`, body)).body;
      expect(await create({})).toMatchObject({ public: false, access: 'users' });
      expect(await create({ public: false })).toMatchObject({ public: false, access: 'users' });
      expect(await create({ access: 'owner' })).toMatchObject({ public: false, access: 'owner' });
      const table = await create({ public: true });
      expect(table).toMatchObject({ public: true, access: 'public' });
      expect(await change(table, { public: false })).toMatchObject({ public: false, access: 'users' });
      expect(await change(table, { access: 'owner', public: false })).toMatchObject({ access: 'owner' });
      expect(await change(table, { description: 'x' })).toMatchObject({ access: 'owner' });
    });

    it('has such tables made with SQL', async () => {
      const name = marker('t');
      const made = await own.boss.post('/sql/query', { query: `create table ${name} (id int primary key)` });
      expectStatus(made, 200);
      const { body } = await own.boss.get<Table[]>('/tables/', { search: name });
      expect(body).toMatchObject([{ name, public: false, access: 'users' }]);
    });

    it('has such buckets, which other users read and add to', async () => {
      const { boss } = own;
      const { body: bucket } = await boss.post<Bucket>('/storage/buckets/', { name: bucketName() });
      expect(bucket).toMatchObject({ public: false, access: 'users' });
      const [user, stranger] = [
        await signUp(),
        createClient(own.system.baseUrl, own.system.apiKey).as(undefined),
      ];
      const upload = { query: { bucket_id: bucket.id, filename: 'a.txt' }, body: 'by a user' };
      const uploaded = await user.caller.call<Uploaded>('POST', '/storage/files/upload', upload);
      expectStatus(uploaded, 201);
      expect(uploaded.body.url).toBe(
        `https://api.example.com/db/storage/files/download/${bucket.name}/a.txt`,
      );
      expectProblem(await stranger.call('POST', '/storage/files/upload', upload), 404);
      const path = `/storage/files/download/${bucket.name}/a.txt`;
      expect((await user.caller.get(path)).text).toBe('by a user');
      expectProblem(await stranger.get(path), 404);
    });
  },
);
