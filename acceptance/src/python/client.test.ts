import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createAdmin, createUser, marker, PASSWORD, type Person, system } from '../world/users.ts';
import { hasPython, PythonClient, type Step } from './python-client.ts';

interface Thing {
  id: string;
  name: string;
  owner_id: string;
  public: boolean;
  created_at: string;
}

interface Page<T> {
  data: T[];
  total: number;
  page: number;
  page_size: number;
}

interface PythonUser {
  id: string;
  email: string;
  role: string;
  firstName: string;
  created_at: string;
}

const UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+\+00:00$/;
const bytes = (text: string) => ({ $bytes: Buffer.from(text).toString('base64') });
const model = (name: string, fields: Record<string, unknown>) => ({ $model: name, ...fields });

describe.runIf(await hasPython())('The Python client of 0.0.5', () => {
  let python: PythonClient;
  let person: Person;

  beforeAll(async () => {
    person = await createAdmin({ firstName: 'Grace' });
    python = await PythonClient.start(system.baseUrl, system.apiKey);
    await python.call('auth.login', [person.email, person.password]);
  }, 180_000);

  afterAll(() => python?.stop());

  it('is told who it is', async () => {
    const me = await python.call<PythonUser>('auth.me');
    expect(me).toMatchObject({ id: person.id, email: person.email, role: 'ADMIN', firstName: 'Grace' });
    expect(me.created_at).toMatch(UTC);
    for (const name of ['base_url', 'api_key', 'access_token', 'refresh_token']) {
      expect(await python.chain<string>([[name]])).toEqual(expect.any(String));
    }
  });

  it('makes, finds, changes and deletes users', async () => {
    const name = marker('py');
    const email = `${name}@acceptance.example.com`;
    const fields = { email, password: PASSWORD, firstName: name, lastName: 'Monty' };
    const made = await python.call<PythonUser>('auth.users.create', [model('UserCreate', fields)]);
    expect(made).toMatchObject({ email, role: 'USER', firstName: name });
    expect(await python.call('auth.count', [], { search: name })).toBe(1);
    const sorting = { search: name, sort_by: 'created_at', sort_order: 'asc', skip: 0, limit: 5 };
    expect(await python.call('auth.users.list', [], sorting)).toMatchObject([{ id: made.id, email }]);
    const change = model('UserUpdate', { firstName: 'Terry', role: 'ADMIN' });
    await python.call('auth.users.update', [made.id, change]);
    expect(await python.call('auth.users.get', [made.id])).toMatchObject({
      firstName: 'Terry',
      role: 'ADMIN',
    });
    expect(await python.call('auth.users.delete', [made.id])).toMatchObject({ deleted_id: made.id });
    await expect(python.call('auth.users.get', [made.id])).rejects.toThrow('NotFoundError');
  });

  it('makes, changes and deletes tables and columns', async () => {
    const name = marker('py');
    const columns = { title: { type: 'TEXT', nullable: false }, pages: { type: 'INTEGER' } };
    const fields = { name, table_schema: columns, description: 'Books', metadata: { shelf: 3 } };
    const made = await python.call<Thing>('tables.create', [model('TableCreate', fields)]);
    expect(made).toMatchObject({ name, owner_id: person.id, public: false, description: 'Books' });
    expect(made.created_at).toMatch(UTC);
    expect(await python.call('tables.count', [], { search: name })).toBe(1);
    expect(await python.call('tables.list', [], { search: name })).toMatchObject([{ id: made.id }]);
    const change = model('TableUpdate', { description: 'Shelves', public: true, realtime_enabled: true });
    expect(await python.call('tables.update', [made.id, change])).toMatchObject({ public: true });
    const column = model('ColumnDefinition', { name: 'price', type: 'DECIMAL(10,2)', default: '9.50' });
    expect(await python.call('tables.columns.add', [made.id, column])).toMatchObject({ id: made.id });
    const renaming = model('ColumnUpdate', { new_name: 'cost', default: '1' });
    expect(await python.call('tables.columns.update', [made.id, 'price', renaming])).toMatchObject({ name });
    expect(await python.call('tables.data.insert', [made.id, { title: 'Dune' }])).toMatchObject({ cost: 1 });
    expect(await python.call('tables.columns.remove', [made.id, 'cost'])).toMatchObject({ id: made.id });
    expect(await python.call('tables.get', [made.id])).toMatchObject({ description: 'Shelves' });
    expect(await python.call('tables.delete', [made.id])).toMatchObject({ deleted_id: made.id });
    await expect(python.call('tables.get', [made.id])).rejects.toThrow('NotFoundError');
  });

  it('writes and reads rows', async () => {
    const fields = { name: marker('py'), table_schema: { title: { type: 'text' }, pages: { type: 'int' } } };
    const { id } = await python.call<Thing>('tables.create', [model('TableCreate', fields)]);
    const rows: { id: string }[] = [];
    for (const [title, pages] of [
      ['Dune', 412],
      ['Ubik', 202],
      ['Dhalgren', 801],
    ]) {
      rows.push(await python.call('tables.data.insert', [id, { title, pages }]));
    }
    const query = (...steps: Step[]) =>
      python.chain<Page<unknown>>([['tables'], ['data'], ['query', [id]], ...steps, ['execute', []]]);
    const found = await query(
      ['search', ['d']],
      ['sort', ['pages', 'asc']],
      ['page', [2]],
      ['page_size', [1]],
    );
    expect(found).toMatchObject({ data: [{ title: 'Dhalgren' }], total: 2, page: 2, page_size: 1 });
    const fetching = { page: 1, page_size: 2, sort_by: 'title', sort_order: 'asc', search: '' };
    const page = await python.call<Page<unknown>>('tables.data.fetch', [id], fetching);
    expect(page).toMatchObject({ data: [{ title: 'Dhalgren' }, { title: 'Dune' }], total: 3, page_size: 2 });
    const first = rows[0]?.id;
    const updated = await python.call('tables.data.update_row', [id, first, { pages: 500 }]);
    expect(updated).toMatchObject({ id: first, title: 'Dune', pages: 500 });
    expect(await python.call('tables.data.delete_row', [id, first])).toMatchObject({ deleted_id: first });
    expect(await query()).toMatchObject({ total: 2 });
    await python.call('tables.delete', [id]);
  });

  it('keeps files', async () => {
    const name = marker('py').replace('_', '-');
    const limits = { file_size_limit: 1000, allowed_mime_types: ['text/plain'], description: 'Notes' };
    const bucket = await python.call<Thing>('storage.buckets.create', [
      model('BucketCreate', { name, ...limits }),
    ]);
    expect(bucket).toMatchObject({ name, owner_id: person.id, public: false, description: 'Notes' });
    expect(await python.call('storage.buckets.count', [], { search: name })).toBe(1);
    expect(await python.call('storage.buckets.list', [], { search: name })).toMatchObject([
      { id: bucket.id },
    ]);
    const upload = (text: string) =>
      python.call<{ file_id: string }>('storage.files.upload', [bucket.id, 'a b.txt', bytes(text)], {
        path: 'notes',
        content_type: 'text/plain',
      });
    const first = await upload('first');
    expect(first).toMatchObject({ success: true, bucket: name, path: 'notes/a b.txt', size: 5 });
    const second = await upload('second');
    expect(second).toMatchObject({ path: 'notes/a b (1).txt', original_path: 'notes/a b.txt' });
    const tooLarge = python.call('storage.files.upload', [bucket.id, 'large.txt', bytes('x'.repeat(1001))]);
    await expect(tooLarge).rejects.toThrow(/^\w+Error: /);
    expect(await python.call('storage.files.download', [name, 'notes/a b.txt'])).toEqual(bytes('first'));
    expect(await python.call('storage.files.count', [bucket.id])).toBe(2);
    expect(await python.call('storage.files.total_count')).toBeGreaterThanOrEqual(2);
    expect(await python.call('storage.files.stats')).toMatchObject({ total_buckets: expect.any(Number) });
    const listing = { bucket_id: bucket.id, page: 2, page_size: 1, sort_by: 'name', sort_order: 'desc' };
    const page = await python.call<Page<Thing>>('storage.files.list', [], listing);
    expect(page).toMatchObject({ data: [{ id: second.file_id }], total: 2, page: 2, page_size: 1 });
    await python.call('storage.files.update_metadata', [first.file_id, { read: true }]);
    const file = await python.call('storage.files.get', [first.file_id]);
    expect(file).toMatchObject({ bucket_name: name, mime_type: 'text/plain', metadata: { read: true } });
    await python.call('storage.files.delete', [first.file_id]);
    await expect(python.call('storage.files.get', [first.file_id])).rejects.toThrow('NotFoundError');
    await python.call('storage.buckets.update', [bucket.id, model('BucketUpdate', { public: true })]);
    const seen = await python.call('storage.buckets.get', [bucket.id]);
    expect(seen).toMatchObject({ public: true, file_count: 1, total_size: 6 });
    await python.call('storage.buckets.delete', [bucket.id]);
    await expect(python.call('storage.buckets.get', [bucket.id])).rejects.toThrow('NotFoundError');
  });

  it('hears of changes', async () => {
    const name = marker('py');
    const fields = { name, table_schema: { title: { type: 'text' } } };
    const { id } = await python.call<Thing>('tables.create', [model('TableCreate', fields)]);
    await python.call('tables.update', [id, model('TableUpdate', { realtime_enabled: true })]);
    await python.call('realtime.connect');
    const topic = `table:${name}`;
    const onChannel = (...step: Step) => python.chain([['realtime'], ['channel', [topic]], step]);
    await onChannel('on', ['INSERT', { $callback: 'inserted' }]);
    await python.call('realtime.on', [topic, '*', { $callback: 'all' }]);
    await python.call('realtime.subscribe', [topic]);
    await onChannel('subscribe', []);
    // The client does not wait for the reply to its join, so the table is written until an event comes.
    await vi.waitFor(
      async () => {
        await python.call('tables.data.insert', [id, { title: 'Dune' }]);
        expect(python.told.map(({ callback }) => callback)).toContain('inserted');
      },
      { timeout: 20_000, interval: 100 },
    );
    const [told] = python.told;
    expect(told).toMatchObject({ event: 'INSERT', table: name, new: { title: 'Dune' }, old: null });
    await onChannel('off', ['INSERT', { $callback: 'inserted' }]);
    const row = await python.call<{ id: string }>('tables.data.insert', [id, { title: 'Ubik' }]);
    await python.call('tables.data.update_row', [id, row.id, { title: 'VALIS' }]);
    await python.call('tables.data.delete_row', [id, row.id]);
    const last = () => python.told.filter(({ callback }) => callback === 'all').slice(-3);
    await vi.waitFor(() => expect(last().at(-1)?.event).toBe('DELETE'), { timeout: 20_000 });
    expect(last()).toMatchObject([
      { event: 'INSERT', new: { id: row.id, title: 'Ubik' } },
      { event: 'UPDATE', new: { title: 'VALIS' }, old: { title: 'Ubik' } },
      { event: 'DELETE', new: null, old: { id: row.id } },
    ]);
    const states = ['connected', 'is_connected'].map((state) => python.chain([['realtime'], [state]]));
    expect(await Promise.all(states)).toEqual([true, true]);
    expect(await onChannel('topic')).toBe(topic);
    expect(await onChannel('is_joined')).toBe(true);
    await onChannel('unsubscribe', []);
    await python.call('realtime.subscribe', [topic]);
    await python.call('realtime.unsubscribe', [topic]);
    await python.call('realtime.off', [topic]);
    await python.call('realtime.disconnect');
    await python.call('tables.delete', [id]);
  });

  it('renews, ends one and ends every session', async () => {
    const before = await python.chain([['access_token']]);
    await python.call('auth.refresh');
    expect(await python.chain([['access_token']])).not.toBe(before);
    expect(await python.call('auth.logout')).toEqual({ message: expect.any(String) });
    await expect(python.call('auth.me')).rejects.toThrow('AuthenticationError');
    await python.call('auth.login', [person.email, person.password]);
    expect(await python.call('auth.logout_all')).toEqual({ message: expect.any(String) });
    await expect(python.call('auth.me')).rejects.toThrow('AuthenticationError');
    await python.call('close');
  });

  it('sees users without their addresses when its own user is no administrator', async () => {
    const user = await createUser();
    await python.call('auth.login', [user.email, PASSWORD]);
    const others = await python.call<PythonUser[]>('auth.users.list');
    expect(others.filter(({ id }) => id !== user.id).map(({ email }) => email)).not.toContainEqual(
      expect.stringContaining('@'),
    );
    expect(others.find(({ id }) => id === user.id)?.email).toBe(user.email);
    await python.call('close');
  });

  it('was tried with every method it has', async () => {
    expect(await python.uncalled()).toEqual([]);
  });
});
