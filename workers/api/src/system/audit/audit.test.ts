import { auditEntriesWith, auditedBy } from '@selfdb/server/testing/audit-log';
import type { CallOptions } from '@selfdb/server/testing/client';
import type { Person } from '@selfdb/server/testing/people';
import { asSqlRole, rows, value } from '@selfdb/server/testing/postgres';
import type { AuditPage } from '@selfdb/shared/system/audit/schema';
import type { Table } from '@selfdb/shared/tables/schema';
import { describe, expect, it } from 'vitest';
import { call, gatewayRequests } from '../../testing/client.ts';
import { createAdmin, createPerson } from '../../testing/people.ts';
import { createTable, newName } from '../../testing/tables.ts';

/** Calls with a request id, and returns what the call left in the log. */
async function audited<T>(method: string, path: string, options: CallOptions) {
  const id = crypto.randomUUID();
  const answer = await call<T>(method, path, { ...options, headers: { 'X-Request-Id': id } });
  return { ...answer, entries: await auditedBy(id) };
}

const list = (token: string | undefined, query: Record<string, string> = {}) =>
  call<AuditPage>('GET', `/system/audit?${new URLSearchParams(query)}`, { token });

const actionsOf = ({ body }: { body: AuditPage }) => body.data.map(({ action }) => action);

/** Makes `count` entries of one person, oldest first. */
async function entriesOf(person: Person, count: number): Promise<void> {
  await rows(
    `insert into selfdb.audit_log (action, actor_id, actor_email, actor_role, target_type, target_name, request_id)
     select 'bucket.created', $1, $2, 'USER', 'bucket', 'bucket ' || n, 'request-' || n from generate_series(1, $3) n`,
    [person.userId, person.email, count],
  );
}

describe('GET /system/audit', () => {
  it('is for administrators', async () => {
    expect((await list(undefined)).status).toBe(401);
    expect((await list((await createPerson()).token)).status).toBe(403);
    const { token } = await createAdmin();
    expect(await gatewayRequests(async () => expect((await list(token)).status).toBe(200))).toBe(1);
  });

  it('pages from the newest to the oldest, each entry once', async () => {
    const [{ token }, person] = [await createAdmin(), await createPerson()];
    await entriesOf(person, 5);
    const seen: (string | null)[] = [];
    let cursor: string | null = null;
    for (let pages = 0; pages < 3; pages++) {
      const query: Record<string, string> = cursor === null ? {} : { cursor };
      const { body } = await list(token, { actor: person.userId, limit: '2', ...query });
      seen.push(...body.data.map((entry) => entry.target_name));
      cursor = body.next_cursor;
    }
    expect(cursor).toBeNull();
    expect(seen).toEqual(['bucket 5', 'bucket 4', 'bucket 3', 'bucket 2', 'bucket 1']);
  });

  it('finds an entry that counts several failures by its last time and by each request', async () => {
    const { token } = await createAdmin();
    const target = crypto.randomUUID();
    await rows(
      `insert into selfdb.audit_log (id, action, outcome, target_type, target_id, count, last_at, request_id, details)
       values (uuidv7(interval '-20 minutes'), 'user.login_failed', 'failed', 'user', $1, 3, now(), 'first', '{"request_ids": ["second", "third"]}')`,
      [target],
    );
    const found = async (query: Record<string, string>) =>
      (await list(token, { target_id: target, ...query })).body.data.length;
    const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
    expect(await found({ since: minutesAgo(30) })).toBe(1);
    expect(await found({ since: minutesAgo(10) })).toBe(1);
    expect(await found({ since: minutesAgo(-10) })).toBe(0);
    for (const request_id of ['first', 'second', 'third']) expect(await found({ request_id })).toBe(1);
    expect(await found({ request_id: 'fourth' })).toBe(0);
  });

  it('filters by action, actor, target, request, time and text', async () => {
    const [admin, person] = [await createAdmin(), await createPerson()];
    const { token } = admin;
    const { id, name } = await createTable({ title: { type: 'text' } }, { owner: person });
    await call('DELETE', `/tables/${id}`, { token: admin.token });
    await entriesOf(person, 1);
    const of = async (query: Record<string, string>) => actionsOf(await list(token, query));
    expect(await of({ target_id: id })).toEqual(['table.deleted', 'table.created']);
    expect(await of({ target_id: id, actor: person.email.toUpperCase() })).toEqual(['table.created']);
    expect(await of({ target_id: id, action: 'table.del' })).toEqual(['table.deleted']);
    expect(await of({ target_id: id, action: 'user.,table.created' })).toEqual(['table.created']);
    expect(await of({ target_id: id, target_type: 'user' })).toEqual([]);
    expect(await of({ target_id: id, outcome: 'failed' })).toEqual([]);
    expect(await of({ search: name.toUpperCase() })).toEqual(['table.deleted', 'table.created']);
    expect(await of({ search: '%' })).toEqual([]);
    expect(await of({ actor: person.userId, request_id: 'request-1' })).toEqual(['bucket.created']);
    const [latest] = (await list(token, { target_id: id })).body.data;
    const at = String(latest?.at);
    expect(await of({ target_id: id, since: at })).toEqual(['table.deleted']);
    expect(await of({ target_id: id, until: at })).toEqual(['table.created']);
  });

  it.each([
    ['cursor', 'x'],
    ['since', 'yesterday'],
    ['since', '1969-12-31T00:00:00Z'],
    ['action', 'a%'],
    ['limit', '1001'],
    ['color', 'red'],
  ])('refuses the parameter %s=%s', async (name, given) => {
    expect((await list((await createAdmin()).token, { [name]: given })).status).toBe(422);
  });

  it('names an actor who no longer exists', async () => {
    const [{ token }, person] = [await createAdmin(), await createPerson()];
    await entriesOf(person, 1);
    await rows('delete from selfdb.users where id = $1', [person.userId]);
    const { body } = await list(token, { actor: person.email });
    expect(body.data[0]?.actor).toEqual({ id: person.userId, email: person.email, role: 'USER' });
  });
});

describe('a change of a table leaves one entry, in the same transaction', () => {
  it.each([
    ['POST', '/columns', { name: 'pages', type: 'integer' }, 'column.created', { column: 'pages' }],
    [
      'PATCH',
      '/columns/title',
      { new_name: 'name' },
      'column.altered',
      { column: 'name', name_before: 'title' },
    ],
    ['DELETE', '/columns/title', undefined, 'column.deleted', { column: 'title' }],
    ['POST', '/indexes', { columns: ['title'] }, 'index.created', { columns: ['title'], unique: false }],
    ['PATCH', '', { description: 'top secret' }, 'table.altered', { fields: ['description'] }],
    ['DELETE', '', undefined, 'table.deleted', {}],
  ])('%s /tables/{id}%s', async (method, path, json, action, details) => {
    const { id, name, owner } = await createTable({ title: { type: 'text' } });
    const options = { token: owner.token, ...(json === undefined ? {} : { json }) };
    const { status, entries, text } = await audited(method, `/tables/${id}${path}`, options);
    expect(status, text).toBeLessThan(300);
    const entry = { action, outcome: 'ok', actor_email: owner.email, target_type: 'table', target_id: id };
    expect(entries).toMatchObject([{ ...entry, target_name: name, details }]);
    expect(await auditEntriesWith('top secret')).toEqual([]);
  });

  it('a new table, with its id', async () => {
    const { token } = await createPerson();
    const json = { name: newName(), table_schema: { title: { type: 'text' } } };
    const { body, entries } = await audited<Table>('POST', '/tables', { token, json });
    expect(entries).toMatchObject([{ action: 'table.created', target_id: body.id, target_name: json.name }]);
  });

  it('not a preview, a refusal or a change that Postgres refuses', async () => {
    const { id, owner } = await createTable({ title: { type: 'text' } });
    const { token } = owner;
    const preview = await audited('DELETE', `/tables/${id}?dry_run=true`, { token });
    expect(preview).toMatchObject({ status: 200, entries: [] });
    const foreign = await audited('DELETE', `/tables/${id}`, { token: (await createPerson()).token });
    expect(foreign).toMatchObject({ status: 403, entries: [] });
    const json = { name: 'title', type: 'text' };
    expect(await audited('POST', `/tables/${id}/columns`, { token, json })).toMatchObject({
      status: 409,
      entries: [],
    });
  });
});

describe('SQL of an administrator leaves one entry', () => {
  it('with the kinds of statements, without their text', async () => {
    const [{ token, email }, secret] = [await createAdmin(), `pw_${newName()}`];
    const query = `select '${secret}'; create table ${newName()} (a int default 1); comment on schema public is '${secret}'`;
    const { entries } = await audited('POST', '/sql/query', { token, json: { query } });
    expect(entries).toMatchObject([
      {
        action: 'sql.executed',
        outcome: 'ok',
        actor_email: email,
        target_type: 'sql',
        details: { statements: 3, kinds: ['select', 'create table', 'comment schema'], read_only: false },
      },
    ]);
    expect(await auditEntriesWith(secret)).toEqual([]);
  });

  it('of a failure too, with the id of its entry in the history', async () => {
    const { token } = await createAdmin();
    const query = "create role r_x password 'so-secret-41'";
    const { entries } = await audited('POST', '/sql/query', { token, json: { query } });
    const history = await call<{ id: string }[]>('GET', '/sql/history', { token });
    expect(entries).toMatchObject([
      { outcome: 'failed', details: { kinds: ['create role'], history_id: history.body[0]?.id } },
    ]);
    expect(await auditEntriesWith('so-secret-41')).toEqual([]);
  });

  it('and neither reads nor changes the log, nor adds to it', async () => {
    const { userId, sessionId } = await createAdmin();
    for (const statement of [
      'select * from selfdb.audit_log',
      'delete from selfdb.audit_log',
      `select selfdb_api.audit_table('${sessionId}', '${userId}', 'guess', '{"action":"table.deleted","target_name":"t","details":{}}')`,
      `select selfdb_api.audit_table('${sessionId}', '${userId}', null, '{"action":"table.deleted","target_name":"t","details":{}}')`,
    ]) {
      await expect(asSqlRole(statement)).rejects.toThrow(/permission denied|Only the system/);
    }
    expect(await value('select count(*)::int from selfdb.audit_log where actor_id = $1', [userId])).toBe(0);
  });
});

it('changes of rows leave no entry', async () => {
  const { id, owner } = await createTable({ title: { type: 'text' } });
  const { entries } = await audited('POST', `/tables/${id}/data`, {
    token: owner.token,
    json: { title: 'a' },
  });
  expect(entries).toEqual([]);
});
